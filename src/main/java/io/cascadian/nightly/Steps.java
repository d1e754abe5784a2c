package io.cascadian.nightly;

import io.cascadian.health.Health;
import io.cascadian.health.HealthReport;
import io.cascadian.health.HealthStatus;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.StepResult;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.Exchange;

/**
 * Asks health and gates for the steps that only look. Thread-safe.
 */
public final class Steps {

  /**
   * What a validation gate found.
   *
   * @param blocking whether a failure fails the step; an informational gate is only reported
   * @param message what was observed, what was expected, and what to do
   * @param details what was compared one by one, as plain values; empty where the message says all
   */
  public record Gate(String name, boolean passed, boolean blocking, String message, List<Map<String, Object>> details) {

    public Gate(String name, boolean passed, boolean blocking, String message) {
      this(name, passed, blocking, message, List.of());
    }

    private Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("gate", name);
      json.put("passed", passed);
      json.put("blocking", blocking);
      json.put("message", message);
      if (!details.isEmpty()) {
        json.put("details", details);
      }
      return json;
    }
  }

  private final Health health;
  private final PrintStream console;
  private final Supplier<List<Gate>> gates;
  private final Verdict verdict;

  /** Told what the gates of a run said. */
  @FunctionalInterface
  public interface Verdict {
    void judged(boolean passed, FenceGuard guard);
  }

  /**
   * @param gates asks all gates
   * @param verdict is told whether all blocking ones passed
   */
  public Steps(Health health, PrintStream console, Supplier<List<Gate>> gates, Verdict verdict) {
    this.health = health;
    this.console = console;
    this.gates = gates;
    this.verdict = verdict;
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

  /**
   * Asks all gates, and tells the ledger what they said.
   *
   * @throws GatesFailedException when a blocking one did not pass
   */
  public StepResult gates(Exchange exchange) {
    List<String> failed = new ArrayList<>();
    List<Map<String, Object>> found = new ArrayList<>();
    int passed = 0;
    for (Gate gate : gates.get()) {
      found.add(gate.json());
      if (gate.passed()) {
        passed++;
      } else if (gate.blocking()) {
        failed.add(gate.name() + ": " + gate.message());
      }
    }
    verdict.judged(failed.isEmpty(), RunContext.guard(exchange));
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("passed", passed);
    details.put("of", found.size());
    details.put("gates", found);
    if (!failed.isEmpty()) {
      throw new GatesFailedException(failed, details);
    }
    return new StepResult(found.size(), details);
  }
}
