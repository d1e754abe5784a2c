package io.cascadian.health.checks;

import io.cascadian.health.CheckResult;
import io.cascadian.health.HealthCheck;
import java.util.Map;

/** Stands for a check of something that could not even be opened, so that a report has all its lines: always critical. */
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
