package io.cascadian.health.checks;

import io.cascadian.health.CheckResult;
import io.cascadian.health.HealthCheck;
import java.util.Map;

/** Reports a critical result for a check whose resource could not be opened, so that the report has all its lines. */
public final class UnopenedCheck implements HealthCheck {

  private final String name;
  private final String problem;

  /** @param problem what went wrong and what to do */
  public UnopenedCheck(String name, String problem) {
    this.name = name;
    this.problem = problem;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public CheckResult check() {
    return CheckResult.critical(problem, Map.of());
  }
}
