package io.cascadian.dev.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BenchReportTest {

  private static final Machine MACHINE = new Machine(2, 1L << 34, "a processor", "an OS", "17", null, "26.7");
  private static final Scenario PLAIN = new Scenario(Scenario.PLAIN, 0, 0, 0);
  private static final Scenario LATENCY = new Scenario(Scenario.LATENCY, 100, 0, 0);
  private static final Scenario LIMITED = new Scenario(Scenario.LIMITED, 0, 50, 10_000);
  private static final Tables.Content RIGHT = new Tables.Content(1_000, "abc");

  @Test
  void goals_dependOnScenario() {
    BenchReport report = new BenchReport(MACHINE);
    report.add(PLAIN, List.of(result(Candidate.SERVICE, RIGHT, 10), result(Candidate.SCRIPT, RIGHT, 30), result(Candidate.FILE, RIGHT, 5)));
    report.add(LATENCY, List.of(result(Candidate.SERVICE, RIGHT, 10), result(Candidate.SCRIPT, RIGHT, 30)));

    assertThat(report.text())
        .contains("a / b = 3.00 (goal ≥ 2.0) ✓").contains("a / c = 0.50 (goal ≥ 0.6) ✗").contains("a / b = 3.00 (goal ≥ 5.0) ✗");
    assertThat(report.correct()).as("goals that were missed are not errors").isTrue();
  }

  @Test
  void candidateWithOtherRows_invalidatesReport() {
    BenchReport report = new BenchReport(MACHINE);
    report.add(PLAIN, List.of(result(Candidate.SERVICE, RIGHT, 10), result(Candidate.FILE, new Tables.Content(1_000, "abd"), 5)));

    assertThat(report.correct()).isFalse();
    assertThat(report.text()).contains("✗ c holds").doesNotContain("rows that they must");
  }

  @Test
  void medianOfThreeRuns_counts() {
    Result result = new Result(Candidate.SERVICE, "this service", List.of(round(RIGHT, 1, null), round(RIGHT, 100, null), round(RIGHT, 4, null)));

    assertThat(result.median(Measurement::seconds)).isEqualTo(4);
    assertThat(result.median(Measurement::cpuSeconds)).isNull();
  }

  @Test
  void shareOfLimit_needsWholeWindow() {
    BenchReport report = new BenchReport(MACHINE);
    report.add(LIMITED, List.of(new Result(Candidate.SERVICE, "this service", List.of(round(RIGHT, 10, 0.98)))));
    assertThat(report.text()).contains("used = 0.98 (goal ≥ 0.95) ✓").contains("429 = 0.00 (goal 0) ✓");

    BenchReport tooShort = new BenchReport(MACHINE);
    tooShort.add(LIMITED, List.of(new Result(Candidate.SERVICE, "this service", List.of(round(RIGHT, 10, null)))));
    assertThat(tooShort.text()).contains("not measured");
  }

  private static Result result(String candidate, Tables.Content content, double seconds) {
    return new Result(candidate, candidate, List.of(round(content, seconds, null)));
  }

  private static Round round(Tables.Content content, double seconds, Double share) {
    return new Round(new Measurement(1_000, seconds, 1, 0, true, null, null, null, null, null, null, share), content, RIGHT);
  }
}
