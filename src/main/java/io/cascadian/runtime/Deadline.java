package io.cascadian.runtime;

import java.time.Duration;

/** Limits the total time of several consecutive waits. Immutable. */
record Deadline(long begun, long end) {

  static Deadline in(Duration time) {
    long now = System.nanoTime();
    return new Deadline(now, now + time.toNanos());
  }

  /** Returns the remaining time; zero after the deadline. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  /** Returns the remaining time, but at most this long. */
  Duration left(Duration most) {
    Duration left = left();
    return left.compareTo(most) < 0 ? left : most;
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - begun);
  }
}
