package io.cascadian.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cascadian.secrets.Redaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HealthTest {

  private static final CheckResult FINE = CheckResult.healthy("fine", Map.of());
  private static final Duration LONG = Duration.ofSeconds(20);

  @Test
  void threadExhaustion_makesCheckCriticalOnce() {
    AtomicInteger asked = new AtomicInteger();
    Probe probe = new Probe(check("a", () -> FINE), LONG, task -> {
      if (asked.incrementAndGet() <= 3) {
        throw new OutOfMemoryError("unable to create native thread");
      }
      new Thread(task).start();
    });
    for (int i = 0; i < 3; i++) {
      assertThat(probe.begin().await().result().message()).contains("unable to create native thread");
    }
    assertThat(probe.begin().await().result().status()).isEqualTo(HealthStatus.HEALTHY);
  }

  @Test
  void overallStatus_isWorst_exceptionIsCriticalWithHint() {
    try (Health health = health(LONG,
        check("a", () -> FINE),
        check("b", () -> CheckResult.warning("hm", Map.of("age_seconds", 3))),
        check("c", () -> {
          throw new IllegalStateException("the answer was 42");
        }),
        check("d", () -> {
          throw new NoClassDefFoundError();
        }),
        check("e", () -> null))) {
      HealthReport report = health.report();
      assertThat(report.overall()).isEqualTo(HealthStatus.CRITICAL);
      assertThat(report.exitCode()).isEqualTo(1);
      assertThat(report.checks()).extracting(HealthReport.Entry::check).containsExactly("a", "b", "c", "d", "e");
      assertThat(report.checks().get(2).result().message()).isEqualTo("the answer was 42; turn it on");
      assertThat(report.checks().get(3).result().message()).isEqualTo("NoClassDefFoundError; turn it on");
      assertThat(report.checks().get(4).result().message()).contains("no result");
      assertThat(report.text()).contains("✓ a", "⚠ b", "✗ c", "age_seconds: 3", "1 healthy, 1 warning, 3 critical", "goal < 2000 ms");
      assertThat(health.report("b").orElseThrow().result().status()).isEqualTo(HealthStatus.WARNING);
      assertThat(health.report("x")).isEmpty();
      assertThat(health.report(List.of("b", "a"))).extracting(HealthReport.Entry::check).containsExactly("a", "b");
    }
  }

  @Test
  void warningsOnly_exitWithZero_noChecksAreHealthy() {
    try (Health health = health(LONG, check("a", () -> CheckResult.warning("hm", Map.of())));
        Health none = health(LONG)) {
      assertThat(health.report().exitCode()).isZero();
      assertThat(none.report().overall()).isEqualTo(HealthStatus.HEALTHY);
    }
  }

  @Test
  void checks_runInParallel() {
    CountDownLatch all = new CountDownLatch(5);
    CheckRegistry registry = new CheckRegistry();
    for (String name : List.of("a", "b", "c", "d", "e")) {
      registry.add(check(name, () -> {
        all.countDown();
        all.await();
        return FINE;
      }));
    }
    try (Health health = new Health(registry, LONG)) {
      assertThat(health.report().overall()).isEqualTo(HealthStatus.HEALTHY);
    }
  }

  @Test
  void checkTimeout_isNamedByResult() {
    CountDownLatch never = new CountDownLatch(1);
    Callable<CheckResult> hangs = () -> {
      never.await();
      return FINE;
    };
    CheckRegistry registry = new CheckRegistry()
        .add(check("quick", hangs), Duration.ofMillis(50)).add(check("slow", hangs), Duration.ofMillis(400)).add(check("patient", hangs), LONG)
        .add(check("fine", () -> FINE));
    try (Health health = new Health(registry, Duration.ofMillis(700))) {
      HealthReport report = health.report();
      assertThat(report.checks()).extracting(e -> e.result().message()).containsExactly(
          "no answer within its timeout of 50 ms; turn it on",
          "no answer within its timeout of 400 ms; turn it on",
          "no answer within its timeout of 700 ms; turn it on", "fine");
      // one after the other they would take the sum
      assertThat(report.durationMs()).isBetween(690L, 1_100L);
      assertThat(HealthReport.json(report.checks().get(1))).containsEntry("timeout_ms", 400L);
    }
  }

  @Test
  void uninterruptibleChecks_doNotAccumulate() {
    CountDownLatch ends = new CountDownLatch(1);
    AtomicInteger running = new AtomicInteger();
    HealthCheck deaf = check("deaf", () -> {
      running.incrementAndGet();
      while (ends.getCount() > 0) {
        try {
          ends.await();
        } catch (InterruptedException e) {
          // does not listen
        }
      }
      running.decrementAndGet();
      return FINE;
    });
    try (Health health = health(Duration.ofMillis(100), deaf, check("fine", () -> FINE))) {
      for (int i = 0; i < 20; i++) {
        HealthReport report = health.report();
        assertThat(report.overall()).isEqualTo(HealthStatus.CRITICAL);
        assertThat(report.checks().get(1).result().status()).isEqualTo(HealthStatus.HEALTHY);
        assertThat(running.get()).isLessThanOrEqualTo(2);
      }
      assertThat(health.report().checks().get(0).result().message()).contains("2 earlier runs still hang, the first since ", "; turn it on");
      ends.countDown();
      await().untilAsserted(() -> assertThat(health.report().overall()).isEqualTo(HealthStatus.HEALTHY));
      assertThat(running.get()).isZero();
    }
  }

  @Test
  void callerDuringCheck_sharesItsResult() {
    AtomicInteger runs = new AtomicInteger();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    try (Health health = health(LONG, check("a", () -> {
      runs.incrementAndGet();
      begun.countDown();
      end.await();
      return FINE;
    }))) {
      // the common pool may have one thread only
      Executor own = task -> new Thread(task).start();
      CompletableFuture<HealthReport> first = CompletableFuture.supplyAsync(health::report, own);
      await().until(() -> begun.getCount() == 0);
      CompletableFuture<HealthReport> second = CompletableFuture.supplyAsync(health::report, own);
      // both are waiting before it may end
      await().until(() -> Thread.getAllStackTraces().values().stream()
          .filter(stack -> java.util.Arrays.stream(stack).anyMatch(f -> f.getClassName().endsWith("Probe$Pending"))).count() == 2);
      end.countDown();
      assertThat(List.of(first.join().overall(), second.join().overall())).containsOnly(HealthStatus.HEALTHY);
      assertThat(runs.get()).isEqualTo(1);
      health.report();
      assertThat(runs.get()).isEqualTo(2);
    }
  }

  @Test
  void cachedResult_isReturnedWithAgeWithinTtl() {
    AtomicInteger dear = new AtomicInteger();
    AtomicInteger cheap = new AtomicInteger();
    HealthCheck costly = new HealthCheck() {
      @Override
      public String name() {
        return "costly";
      }

      @Override
      public CheckResult check() {
        return CheckResult.healthy("answer " + dear.incrementAndGet(), Map.of("block", 7));
      }

      @Override
      public Duration freshFor() {
        return dear.get() < 3 ? LONG : Duration.ZERO;
      }
    };
    try (Health health = health(LONG, costly, check("cheap", () -> {
      cheap.incrementAndGet();
      return FINE;
    }))) {
      assertThat(health.recent().checks().get(0).result().details()).containsOnlyKeys("block");
      for (int i = 0; i < 20; i++) {
        CheckResult again = health.recent().checks().get(0).result();
        assertThat(again.message()).isEqualTo("answer 1");
        assertThat(again.details()).containsOnlyKeys("block", "asked_at", "age_ms").containsEntry("block", 7);
        assertThat(health.recent("costly").orElseThrow().result().message()).isEqualTo("answer 1");
      }
      assertThat(cheap.get()).isEqualTo(21);
      // a run insists
      assertThat(health.report().checks().get(0).result().message()).isEqualTo("answer 2");
      assertThat(health.recent("costly").orElseThrow().result().message()).isEqualTo("answer 2");
      assertThat(health.report("costly").orElseThrow().result().message()).isEqualTo("answer 3");
      // not fresh any more
      assertThat(health.recent("costly").orElseThrow().result().message()).isEqualTo("answer 4");
      assertThat(health.recent("nothing")).isEmpty();
    }
  }

  @Test
  void listener_getsCompleteReports_itsFailureIsIsolated() {
    List<HealthReport> reports = new ArrayList<>();
    try (Health health = health(LONG, check("a", () -> FINE))) {
      health.onReport(report -> {
        throw new IllegalStateException("thrown by the test");
      });
      health.onReport(reports::add);
      health.typicalMillis(() -> OptionalLong.of(123));
      HealthReport report = health.report();
      health.report("a");
      assertThat(reports).containsExactly(report);
      assertThat(report.text()).contains("typically 123 ms");
      assertThat(report.json()).containsEntry("typical_duration_ms", 123L);
    }
  }

  @Test
  void result_ofFailedConnection_hasAddressAndNoSecret() {
    Redaction.protect(List.of("health-test-canary"));
    CheckResult result = CheckResult.critical("Connect to http://node.example:8123/v2/health-test-canary failed",
        Map.of("said", "10.1.2.3:5432 refused health-test-canary"));
    assertThat(result.message()).contains("http://node.example:8123/v2/").doesNotContain("health-test-canary");
    assertThat(result.details().toString()).contains("10.1.2.3:5432").doesNotContain("health-test-canary");
  }

  @Test
  void names_areUniqueAndValidInPaths() {
    CheckRegistry registry = new CheckRegistry().add(check("a", () -> FINE));
    assertThatThrownBy(() -> registry.add(check("a", () -> FINE))).hasMessageContaining("another name");
    assertThatThrownBy(() -> registry.add(check("A b", () -> FINE))).hasMessageContaining("clickhouse-tables");
    try (Health health = new Health(registry, LONG)) {
      registry.add(check("later", () -> FINE));
      assertThat(health.report().checks()).extracting(HealthReport.Entry::check).containsExactly("a", "later");
    }
  }

  private static Health health(Duration longest, HealthCheck... checks) {
    return new Health(new CheckRegistry().addAll(List.of(checks)), longest);
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

      @Override
      public String hint() {
        return "turn it on";
      }
    };
  }
}
