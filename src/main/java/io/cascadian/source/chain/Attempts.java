package io.cascadian.source.chain;

import io.cascadian.http.RetryPolicy;
import io.cascadian.source.SourceException;
import io.cascadian.source.SourceUnavailableException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Repeats what failed for the time being, with the policy's pauses. Thread-safe. */
final class Attempts {

  private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

  private final RetryPolicy policy;
  private final AtomicLong repeated = new AtomicLong();

  Attempts(RetryPolicy policy) {
    this.policy = policy;
  }

  long repeated() {
    return repeated.get();
  }

  <T> T of(Call<T> call) throws SourceException {
    for (int failed = 1; ; failed++) {
      try {
        return call.run();
      } catch (SourceUnavailableException e) {
        pause(failed, e);
      }
    }
  }

  /**
   * Waits before the next attempt.
   *
   * @param failed attempts so far
   * @throws SourceUnavailableException the failure itself, when there is no further attempt
   */
  void pause(int failed, SourceUnavailableException failure) throws SourceUnavailableException {
    if (failed >= policy.attempts() || Thread.currentThread().isInterrupted()) {
      throw failure;
    }
    Duration pause = policy.pause(failed, failure.retryAfter());
    LOG.warn("Attempt {} of {} failed, next in {} ms: {}", failed, policy.attempts(), pause.toMillis(), failure.getMessage());
    repeated.incrementAndGet();
    try {
      TimeUnit.NANOSECONDS.sleep(pause.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure;
    }
  }

  interface Call<T> {
    T run() throws SourceException;
  }
}
