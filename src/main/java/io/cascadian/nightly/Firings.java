package io.cascadian.nightly;

import java.time.Instant;
import java.util.List;

/** When should runs have begun by themselves? */
@FunctionalInterface
public interface Firings {

  /** The firings of the schedule within a stretch of time, in order, as far as it is known that the schedule was in force. */
  List<Instant> between(Instant from, Instant to);
}
