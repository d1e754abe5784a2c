package io.cascadian.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.health.HealthReport;
import io.cascadian.testkit.BlackHole;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthReadingTest {

  /** Which is what is promised of it: one limit, told whole, whatever hangs and however many things do. */
  @Test
  void everythingThatHangsSharesOneLimitWhichTheReportTells(@TempDir Path folder) throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (BlackHole silent = BlackHole.silent()) {
      Settings settings = Settings.load(Map.of(Setting.DATA_DIR, folder.toString(), Setting.HEALTH_TIMEOUT, "25s",
          Setting.CHAIN_RPC_URL, "http://" + silent.address() + "/v2/key"), Map.of(), folder);
      HealthReport report = HealthReading.take(settings, Duration.ofMillis(600), Duration.ofMillis(3500), () -> {
        never.await();
        return null;
      }, () -> {
        never.await();
        return null;
      });
      // the two waits side by side, then the node until what was left for checks was over; a loaded machine may be late, but nothing waits for more
      assertThat(report.durationMs()).isBetween(1_400L, 10_000L);
      assertThat(report.checks()).filteredOn(c -> c.check().equals("chain")).singleElement()
          .satisfies(chain -> assertThat(chain.timeoutMs()).isLessThanOrEqualTo(900));
      assertThat(report.checks()).filteredOn(HealthReport.Entry::isCritical).extracting(HealthReport.Entry::check)
          .contains("source", "chain", "clickhouse", "postgres");
      assertThat(report.text()).contains("the embedded databases could not be started within 0 s; ask again");
    }
  }
}
