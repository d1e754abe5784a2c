package io.cascadian.resolution;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Computes when a failed action may be retried. After a pause that doubles with every failure in a row, up to a limit. Known to this process only.
 *
 * <p>Thread-safe.
 */
final class Pause {

  static final Duration FIRST = Duration.ofSeconds(10);
  static final Duration LONGEST = Duration.ofMinutes(10);

  private final LongSupplier nanos;
  private Duration next = FIRST;
  private boolean pausing;
  private long end;

  /** @param nanos a monotonic clock, such as {@link System#nanoTime} */
  Pause(LongSupplier nanos) {
    this.nanos = nanos;
  }

  synchronized boolean isOver() {
    return !pausing || nanos.getAsLong() - end >= 0;
  }

  /** Begins a pause; returns its length. */
  synchronized Duration failed() {
    Duration length = next;
    pausing = true;
    end = nanos.getAsLong() + length.toNanos();
    next = length.multipliedBy(2).compareTo(LONGEST) < 0 ? length.multipliedBy(2) : LONGEST;
    return length;
  }

  /** Ends it; the next one is short again. */
  synchronized void succeeded() {
    pausing = false;
    next = FIRST;
  }
}
