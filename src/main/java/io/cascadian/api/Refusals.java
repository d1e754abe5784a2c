package io.cascadian.api;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The promise that refusals which never reach a route are told in the log, with the request's id, at most one a second. Thread-safe. */
final class Refusals {

  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
  private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1);

  private final AtomicLong next = new AtomicLong(System.nanoTime());
  private final AtomicInteger untold = new AtomicInteger();

  /** @param id of the request; nothing else that the caller sent is repeated */
  void told(String id, ApiProblem problem) {
    long now = System.nanoTime();
    long due = next.get();
    if (now - due < 0 || !next.compareAndSet(due, now + INTERVAL)) {
      untold.incrementAndGet();
      return;
    }
    int others = untold.getAndSet(0);
    LOG.info("Request {} refused with {} {}{}", id, problem.status(), problem.title(), others == 0 ? "" : "; " + others + " more since the last such line");
  }
}
