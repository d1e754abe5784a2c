package io.cascadian.health;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/**
 * Holds the checks that modules contribute, in their order.
 *
 * <p>A check that is added later is asked from the next report on. Thread-safe.
 */
public final class CheckRegistry {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");

  private final List<Contribution> contributions = new CopyOnWriteArrayList<>();

  /** Holds a check and its timeout. */
  record Contribution(HealthCheck check, Duration timeout) {}

  /** Adds a check with the timeout that it asks for. */
  public CheckRegistry add(HealthCheck check) {
    return add(check, check.timeout());
  }

  /**
   * Adds a check.
   *
   * @param timeout instead of its own
   * @throws IllegalArgumentException when its name is taken or is not in lower case with dashes: it goes into paths and metrics
   */
  public synchronized CheckRegistry add(HealthCheck check, Duration timeout) {
    if (!NAME.matcher(check.name()).matches()) {
      throw new IllegalArgumentException("'" + check.name() + "' is no name of a health check, such as clickhouse-tables");
    }
    if (contributions.stream().anyMatch(c -> c.check().name().equals(check.name()))) {
      throw new IllegalArgumentException("there is a health check '" + check.name() + "' already; give this one another name");
    }
    contributions.add(new Contribution(check, timeout));
    return this;
  }

  /** Adds checks, each with its own timeout. */
  public CheckRegistry addAll(Collection<? extends HealthCheck> checks) {
    checks.forEach(this::add);
    return this;
  }

  /** Names of the checks, in order. */
  public List<String> names() {
    return contributions.stream().map(c -> c.check().name()).toList();
  }

  List<Contribution> contributions() {
    return contributions;
  }
}
