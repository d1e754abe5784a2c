package io.cascadian.health;

import java.time.Duration;

/**
 * Answers the question: is one thing that the system depends on fit for work right now?
 *
 * <p>Uses few resources, may be called at any time, also concurrently, and may be interrupted when it takes too long. What it throws is
 * reported as critical.
 */
public interface HealthCheck {

  /** Short stable name in lower case with dashes, such as {@code clickhouse-tables}; also the name in the HTTP path. */
  String name();

  CheckResult check() throws Exception;

  /** Whether a critical result must stop a nightly run before it begins; false where a run is what heals it, or does without it. */
  default boolean stopsRun() {
    return true;
  }

  /** How long it may take before it counts as critical; what it waits for should give up a little earlier. */
  default Duration timeout() {
    return Duration.ofSeconds(10);
  }

  /** What an operator is to do when it gave no result: it took too long, or threw. A clause without a full stop. */
  default String hint() {
    return "look at the log";
  }
}
