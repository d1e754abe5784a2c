package io.cascadian.nightly;

import java.time.Instant;
import java.util.List;

/** Lists the firings of the schedule, at which runs should have started. */
@FunctionalInterface
public interface Firings {

  /** Returns the firings of the schedule within a stretch of time, in order, as far as it is known that the schedule was in force. */
  List<Instant> between(Instant from, Instant to);
}
