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
 * Work that others do while one waits no longer than until a moment; what has not ended then is left to itself. What they log belongs to the
 * request of who asks. For one thread.
 */
final class TimeBox {

  private final ExecutorService workers;
  private final long end;

  TimeBox(ExecutorService workers, Duration limit) {
    this.workers = workers;
    this.end = System.nanoTime() + limit.toNanos();
  }

  /** Something that was begun did not end well, or not in time; the message, made for callers, says which; the cause why. */
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

  /** The result of what was begun, waited for at most so long and never beyond the end. */
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
      throw new FailedException(what + ": " + told(e.getCause()), e.getCause());
    }
  }

  /** Without the addresses that stores name in their messages: callers over HTTP read this. */
  private static String told(Throwable failure) {
    if (failure instanceof StoreRejectedException refused) {
      return refused.store() + " refused with code " + refused.code();
    }
    return failure instanceof StoreException store ? store.store() + " does not answer" : failure.getClass().getSimpleName();
  }
}
