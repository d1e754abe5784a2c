package io.cascadian.health;

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

  /** Whether a critical result must stop a nightly run before it begins; false where a run is what heals it. */
  default boolean stopsRun() {
    return true;
  }
}
