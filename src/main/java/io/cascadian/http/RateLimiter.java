package io.cascadian.http;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The promise that no host is sent more than {@code limit} requests in any span of {@code window}.
 *
 * <p>A sliding window per host and port. Thread-safe; callers are let through in the order of their arrival as far as the scheduler is.
 */
public final class RateLimiter {

  private final int limit;
  private final long windowNanos;
  private final Map<String, ArrayDeque<Long>> sent = new HashMap<>();
  private final AtomicLong waitedNanos = new AtomicLong();

  public RateLimiter(int limit, Duration window) {
    this.limit = limit;
    // a request may reach the host later after it was let through than the one before it: the margin keeps the host's count below the limit too
    this.windowNanos = window.toNanos() + window.toNanos() / 50;
  }

  /** Waits until a request to the host is allowed, and counts it. */
  public void acquire(String host) throws InterruptedIOException {
    while (true) {
      long wait = tryAcquire(host);
      if (wait <= 0) {
        return;
      }
      waitedNanos.addAndGet(wait);
      try {
        TimeUnit.NANOSECONDS.sleep(wait);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while waiting for the rate limit of " + host);
      }
    }
  }

  private synchronized long tryAcquire(String host) {
    return tryAcquire(host, System.nanoTime());
  }

  /**
   * Counts a request at {@code now} when it is allowed then.
   *
   * @param now never before that of an earlier call
   * @return nanoseconds to wait before asking again; 0 when it is allowed
   */
  synchronized long tryAcquire(String host, long now) {
    ArrayDeque<Long> times = sent.computeIfAbsent(host, h -> new ArrayDeque<>());
    while (!times.isEmpty() && now - times.peekFirst() >= windowNanos) {
      times.removeFirst();
    }
    if (times.size() < limit) {
      times.addLast(now);
      return 0;
    }
    return Math.max(1, windowNanos - (now - times.peekFirst()));
  }

  /** Time that callers have waited here in all. */
  public Duration waited() {
    return Duration.ofNanos(waitedNanos.get());
  }
}
