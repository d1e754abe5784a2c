package io.cascadian.health;

import java.time.Duration;

/**
 * Checks whether one dependency of the system works at present.
 *
 * <p>Uses few resources, may be called at any time, also concurrently, and may be interrupted when it takes too long. What it throws is
 * reported as critical.
 */
public interface HealthCheck {

  /** Short stable name in lower case with dashes, such as {@code clickhouse-tables}; also the name in the HTTP path. */
  String name();

  CheckResult check() throws Exception;

  /** Returns whether a critical result must stop a nightly run before it starts; false if a run corrects it, or does not depend on it. */
  default boolean stopsRun() {
    return true;
  }

  /** Returns the timeout after which the check is critical; its own waits should end a little earlier. */
  default Duration timeout() {
    return Duration.ofSeconds(10);
  }

  /**
   * Returns how long its last result may be given to callers who do not insist on a new one. Zero, as usual, means that it is asked each time; more where
   * each answer costs something that others need, such as requests of a limited number.
   */
  default Duration freshFor() {
    return Duration.ZERO;
  }

  /** Returns what an operator should do when the check has no result, after a timeout or an exception. A clause without a full stop. */
  default String hint() {
    return "look at the log";
  }
}
