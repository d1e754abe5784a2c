package io.cascadian.nightly;

import io.cascadian.health.Health;
import io.cascadian.health.HealthReport;
import io.cascadian.health.HealthStatus;
import io.cascadian.store.StepResult;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reports health for the step that looks at it before a run. Thread-safe. */
public final class Steps {

  private final Health health;
  private final PrintStream console;

  public Steps(Health health, PrintStream console) {
    this.health = health;
    this.console = console;
  }

  /**
   * Reports health once and prints it.
   *
   * @throws UnhealthyException when a check is critical, other than one that a run heals; the gates ask those again at the end
   */
  public StepResult health() {
    HealthReport report = health.report();
    console.print(report.text());
    console.flush();
    List<String> critical = report.checks().stream().filter(c -> c.isCritical() && c.stopsRun())
        .map(c -> c.check() + " " + c.result().message()).toList();
    if (!critical.isEmpty()) {
      throw new UnhealthyException(critical);
    }
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("overall", report.overall().label());
    details.put("healthy", report.count(HealthStatus.HEALTHY));
    details.put("warnings", report.count(HealthStatus.WARNING));
    return new StepResult(report.checks().size(), details);
  }
}
