package io.cascadian.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class HealthTest {

  private static final CheckResult FINE = CheckResult.healthy("fine", Map.of());

  @Test
  void theWorstCountsAndWhatThrowsIsCritical() {
    try (Health health = new Health(List.of(
        check("a", () -> FINE),
        check("b", () -> CheckResult.warning("hm", Map.of("age", 3))),
        check("c", () -> {
          throw new IllegalStateException("the answer was 42");
        })), Duration.ofSeconds(5))) {
      HealthReport report = health.report();
      assertThat(report.overall()).isEqualTo(HealthStatus.CRITICAL);
      assertThat(report.exitCode()).isEqualTo(1);
      assertThat(report.checks()).extracting(HealthReport.Entry::check).containsExactly("a", "b", "c");
      assertThat(report.checks().get(2).result().message()).contains("the answer was 42");
      assertThat(report.text()).contains("✓ a", "⚠ b", "✗ c", "age: 3", "1 healthy, 1 warning, 1 critical");
      assertThat(health.report("b").orElseThrow().result().status()).isEqualTo(HealthStatus.WARNING);
      assertThat(health.report("d")).isEmpty();
    }
  }

  @Test
  void checksRunSideBySide() {
    CountDownLatch all = new CountDownLatch(5);
    HealthCheck waitsForTheOthers = check("together", () -> {
      all.countDown();
      all.await();
      return FINE;
    });
    try (Health health = new Health(List.of(waitsForTheOthers, waitsForTheOthers, waitsForTheOthers, waitsForTheOthers, waitsForTheOthers),
        Duration.ofSeconds(10))) {
      assertThat(health.report().overall()).isEqualTo(HealthStatus.HEALTHY);
    }
  }

  @Test
  void theReportComesWithinTheLimitWhenEverythingHangsAndDeafChecksDoNotPileUp() {
    CountDownLatch never = new CountDownLatch(1);
    HealthCheck deaf = check("deaf", () -> {
      while (true) {
        try {
          never.await();
        } catch (InterruptedException e) {
          // does not listen
        }
      }
    });
    try (Health health = new Health(List.of(deaf, deaf, deaf, deaf), Duration.ofMillis(300))) {
      for (int i = 0; i < 6; i++) {
        HealthReport report = health.report();
        assertThat(report.overall()).isEqualTo(HealthStatus.CRITICAL);
        // four one after the other would take four limits
        assertThat(report.durationMs()).isLessThan(1_150);
      }
      assertThat(health.report().checks().get(0).result().message()).contains("still hanging");
      long threads = Thread.getAllStackTraces().keySet().stream().filter(t -> t.getName().equals("health-check")).count();
      assertThat(threads).isLessThanOrEqualTo(17);
    }
  }

  @Test
  void withoutChecksAllIsWell() {
    try (Health health = new Health(List.of(), Duration.ofSeconds(1))) {
      assertThatCode(health::report).doesNotThrowAnyException();
      assertThat(health.report().overall()).isEqualTo(HealthStatus.HEALTHY);
    }
  }

  private static HealthCheck check(String name, Callable<CheckResult> work) {
    return new HealthCheck() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public CheckResult check() throws Exception {
        return work.call();
      }
    };
  }
}
