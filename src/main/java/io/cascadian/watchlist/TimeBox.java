package io.cascadian.watchlist;

import io.cascadian.store.StoreException;
import io.cascadian.store.StoreRejectedException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.MDC;

/**
 * Runs work on other threads and waits for it until a deadline; work that has not ended then is not waited for. Its log lines belong to the
 * caller's request. For one thread.
 */
final class TimeBox {

  private final ExecutorService workers;
  private final long end;

  TimeBox(ExecutorService workers, Duration limit) {
    this.workers = workers;
    this.end = System.nanoTime() + limit.toNanos();
  }

  /** Reports that work failed or did not end in time; the message, made for callers, names it. */
  static final class FailedException extends Exception {
    private FailedException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  Duration left() {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  <T> Future<T> begin(String what, Callable<T> work) throws FailedException {
    try {
      return workers.submit(logged(work));
    } catch (RejectedExecutionException e) {
      throw new FailedException(what + ": too many requests are waiting for their answers; try again", e);
    }
  }

  private static <T> Callable<T> logged(Callable<T> work) {
    Map<String, String> context = MDC.getCopyOfContextMap();
    if (context == null || context.isEmpty()) {
      return work;
    }
    return () -> {
      MDC.setContextMap(context);
      try {
        return work.call();
      } finally {
        MDC.clear();
      }
    };
  }

  /** Waits for a result, at most so long and never beyond the deadline. */
  <T> T await(String what, Future<T> begun, Duration atMost) throws FailedException {
    long nanos = Math.min(left().toNanos(), Math.max(0, atMost.toNanos()));
    try {
      return begun.get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      begun.cancel(true);
      throw new FailedException(what + ": no answer within " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms", e);
    } catch (InterruptedException e) {
      begun.cancel(true);
      Thread.currentThread().interrupt();
      throw new FailedException(what + ": interrupted", e);
    } catch (ExecutionException e) {
      throw new FailedException(what + ": " + describe(e.getCause()), e.getCause());
    }
  }

  /** Describes a failure without the addresses in the messages of databases, because HTTP callers read it. */
  private static String describe(Throwable failure) {
    if (failure instanceof StoreRejectedException refused) {
      return refused.store() + " rejected the query with code " + refused.code();
    }
    return failure instanceof StoreException store ? store.store() + " does not answer" : failure.getClass().getSimpleName();
  }
}
