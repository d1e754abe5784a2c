package io.cascadian.runtime;

import io.cascadian.health.CheckRegistry;
import io.cascadian.health.Health;
import io.cascadian.health.HealthCheck;
import io.cascadian.health.HealthReport;
import io.cascadian.module.GateSource;
import io.cascadian.nightly.Gate;
import java.time.Duration;
import java.util.List;

/** Offers health checks as gates: checks that are critical after a run that should have corrected them fail the gate. Thread-safe. */
final class CheckGates implements GateSource {

  /** Longer than for health reports: after a run the stores may be merging, and no caller waits. */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final List<HealthCheck> checks;

  CheckGates(List<HealthCheck> checks) {
    this.checks = List.copyOf(checks);
  }

  @Override
  public List<Question> questions() {
    return checks.stream().map(check -> Question.byCheck(check.name(), () -> ask(check))).toList();
  }

  @Override
  public List<Gate> askAll() {
    return checks.stream().map(CheckGates::ask).toList();
  }

  private static Gate ask(HealthCheck check) {
    CheckRegistry registry = new CheckRegistry();
    registry.add(check, TIMEOUT);
    try (Health health = new Health(registry, TIMEOUT)) {
      HealthReport.Entry entry = health.report().checks().get(0);
      return new Gate(entry.check(), !entry.isCritical(), true, entry.result().message());
    }
  }
}
