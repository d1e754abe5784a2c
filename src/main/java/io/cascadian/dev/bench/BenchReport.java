package io.cascadian.dev.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reports the results of the benchmark as text and as plain values. Not thread-safe. */
public final class BenchReport {

  private static final double FASTER_THAN_SCRIPT = 2;
  private static final double FASTER_THAN_SCRIPT_WITH_LATENCY = 5;
  private static final double OF_CLICKHOUSE = 0.6;
  private static final double OF_LIMIT = 0.95;

  private final Machine machine;
  private final Map<Scenario, List<Result>> results = new LinkedHashMap<>();

  BenchReport(Machine machine) {
    this.machine = machine;
  }

  void add(Scenario scenario, List<Result> ofScenario) {
    results.put(scenario, ofScenario);
  }

  /** Returns whether every table held what it must; whether goals were reached does not count. */
  public boolean correct() {
    return results.values().stream().flatMap(List::stream).allMatch(Result::agrees);
  }

  /**
   * Compares a measured value with its goal.
   *
   * @param value null when it could not be measured
   * @param wanted what was hoped for; null for nothing in particular
   */
  record Goal(String name, Double value, String wanted, boolean reached) {

    static Goal atLeast(String name, Double value, double wanted) {
      return new Goal(name, value, "≥ " + wanted, value != null && value >= wanted);
    }

    String text() {
      return "   " + name + " = " + (value == null ? "not measured, too short for a whole window" : number("%.2f", value))
          + (wanted == null ? "" : " (goal " + wanted + ") " + (reached ? "✓" : "✗")) + "\n";
    }
  }

  private static List<Goal> goals(Scenario scenario, List<Result> ofScenario) {
    List<Goal> goals = new ArrayList<>();
    Optional<Result> service = find(ofScenario, Candidate.SERVICE);
    if (service.isEmpty()) {
      return goals;
    }
    double rate = service.get().rowsPerSecond();
    Double beside = find(ofScenario, Candidate.SCRIPT).map(script -> rate / script.rowsPerSecond()).orElse(null);
    Double alone = find(ofScenario, Candidate.FILE).map(file -> rate / file.rowsPerSecond()).orElse(null);
    if (scenario.isLimited()) {
      goals.add(Goal.atLeast("share of the allowed requests that a used", service.get().median(Measurement::windowShare), OF_LIMIT));
      Double refused = service.get().median(Measurement::refused);
      goals.add(new Goal("requests of a answered with 429", refused, "0", refused == 0));
    }
    if (beside != null) {
      goals.add(scenario.isLimited() ? new Goal("a / b", beside, null, true)
          : Goal.atLeast("a / b", beside, scenario.latencyMillis() > 0 ? FASTER_THAN_SCRIPT_WITH_LATENCY : FASTER_THAN_SCRIPT));
    }
    if (alone != null) {
      goals.add(scenario.isLimited() ? new Goal("a / c", alone, null, true) : Goal.atLeast("a / c", alone, OF_CLICKHOUSE));
    }
    return goals;
  }

  private static Optional<Result> find(List<Result> results, String candidate) {
    return results.stream().filter(r -> r.candidate().equals(candidate)).findFirst();
  }

  /** Formats the report as tables for a terminal. */
  public String text() {
    StringBuilder text = new StringBuilder(machine.text()).append('\n');
    results.forEach((scenario, ofScenario) -> {
      text.append("\n── ").append(scenario.title()).append('\n');
      text.append(line("", "rows", "seconds", "rows/s", "requests", "req/s", "CPU s", "ClickHouse", "source", "peak RSS"));
      for (Result result : ofScenario) {
        text.append(line(result));
      }
      goals(scenario, ofScenario).forEach(goal -> text.append(goal.text()));
      text.append(agreement(ofScenario));
    });
    return text.toString();
  }

  private static String line(Result result) {
    return line(letter(result) + "  " + result.title() + (result.complete() ? "" : " (stopped)"), String.format(Locale.ROOT, "%,d", result.rows()),
        number("%.1f", result.median(Measurement::seconds)), number("%,.0f", result.rowsPerSecond()),
        number("%,.0f", result.median(Measurement::requests)), number("%.1f", result.median(Measurement::requestsPerSecond)),
        number("%.1f", result.median(Measurement::cpuSeconds)), number("%.1f", result.median(Measurement::clickHouseCpuSeconds)),
        number("%.1f", result.median(Measurement::sourceCpuSeconds)),
        number("%,.0f MiB", megabytes(result.median(Measurement::peakRss))));
  }

  private static String letter(Result result) {
    return switch (result.candidate()) {
      case Candidate.SERVICE -> "a";
      case Candidate.SCRIPT -> "b";
      default -> "c";
    };
  }

  private static String line(String... cells) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "   %-36s", cells[0]));
    int[] widths = {12, 9, 11, 10, 9, 8, 12, 8, 11};
    for (int i = 1; i < cells.length; i++) {
      line.append(" ".repeat(Math.max(1, widths[i - 1] - cells[i].length()))).append(cells[i]);
    }
    return line.append('\n').toString();
  }

  private static String agreement(List<Result> ofScenario) {
    StringBuilder text = new StringBuilder();
    for (Result result : ofScenario) {
      for (Round round : result.rounds()) {
        if (!round.agrees()) {
          text.append(String.format(Locale.ROOT, "   ✗ %s holds %s instead of %s%n", letter(result), round.content(), round.expected()));
        }
      }
    }
    return text.isEmpty() ? "   the tables hold the rows that they must, by count and checksum ✓\n" : text.toString();
  }

  private static Double megabytes(Double bytes) {
    return bytes == null ? null : bytes / (1 << 20);
  }

  private static String number(String format, Double value) {
    return value == null ? "–" : String.format(Locale.ROOT, format, value);
  }

  /** Returns the report as plain values, every round included. */
  public Map<String, Object> json() {
    List<Object> scenarios = new ArrayList<>();
    results.forEach((scenario, ofScenario) -> scenarios.add(Map.of(
        "scenario", scenario, "candidates", ofScenario, "goals", goals(scenario, ofScenario))));
    return Map.of("machine", machine, "scenarios", scenarios, "correct", correct());
  }
}
