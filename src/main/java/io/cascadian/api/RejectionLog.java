package io.cascadian.api;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs requests that are rejected before they reach a route, by their id, at most one a second. Thread-safe. */
final class RejectionLog {

  private static final Logger LOG = LoggerFactory.getLogger(RejectionLog.class);
  private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1);

  private final AtomicLong next = new AtomicLong(System.nanoTime());
  private final AtomicInteger unlogged = new AtomicInteger();

  /** @param id of the request; nothing else that the caller sent is repeated */
  void log(String id, ApiProblem problem) {
    long now = System.nanoTime();
    long due = next.get();
    if (now - due < 0 || !next.compareAndSet(due, now + INTERVAL)) {
      unlogged.incrementAndGet();
      return;
    }
    int others = unlogged.getAndSet(0);
    LOG.info("Request {} rejected with {} {}{}", id, problem.status(), problem.title(), others == 0 ? "" : "; " + others + " more since the last such line");
  }
}
