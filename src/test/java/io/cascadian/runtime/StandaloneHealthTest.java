package io.cascadian.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.health.HealthReport;
import io.cascadian.observe.Metrics;
import io.cascadian.settings.Settings;
import io.cascadian.testkit.BlackHole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandaloneHealthTest {

  /** The documented half minute is one limit for all waits, and the report's duration includes them. */
  @Test
  void hangingParts_shareOneLimit_reportIncludesWaits(@TempDir Path folder) throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (BlackHole silent = BlackHole.silent()) {
      Settings settings = Modules.load(Map.of(StoreSettings.DATA_DIR, folder.toString(), HealthSettings.HEALTH_TIMEOUT, "25s",
          SourceSettings.CHAIN_RPC_URL, "http://" + silent.address() + "/v2/key"), Map.of(), folder);
      loadClassesOfRoutes(settings);
      HealthReport report = StandaloneHealth.take(settings, Duration.ofSeconds(4), Duration.ofSeconds(7), () -> {
        never.await();
        return null;
      }, () -> {
        never.await();
        return null;
      });
      // both waits in parallel, then the node for the rest of the time for checks; a loaded machine adds delay, but no wait is longer
      assertThat(report.durationMs()).isBetween(4_900L, 15_000L);
      assertThat(report.checks()).filteredOn(c -> c.check().equals("chain")).singleElement()
          .satisfies(chain -> assertThat(chain.timeoutMs()).isLessThanOrEqualTo(1_000))
          .satisfies(chain -> assertThat(chain.result().message()).as("the node was asked through its route").doesNotContain("routes"));
      assertThat(report.checks()).filteredOn(HealthReport.Entry::isCritical).extracting(HealthReport.Entry::check)
          .contains("source", "chain", "clickhouse", "postgres");
      assertThat(report.text()).contains("the embedded databases could not be started within 4 s; try again");
    }
  }

  /** The first routes of a process take seconds on a loaded machine, which are not what is measured. */
  private static void loadClassesOfRoutes(Settings settings) throws Exception {
    try (SourceClients clients = new SourceClients(SourceSettings.of(settings), new Metrics())) {
      SourceRoutes.start(settings, clients).close();
    }
  }

  @Test
  void brokenSourceFile_isACriticalLineThatNamesIt(@TempDir Path folder) throws Exception {
    Path routes = folder.resolve("routes");
    Files.createDirectories(routes.resolve("sources"));
    for (String file : List.of("errors.camel.yaml", "sources/goldsky.camel.yaml", "sources/gamma.camel.yaml", "sources/chain.camel.yaml")) {
      Files.copy(Path.of("routes", file), routes.resolve(file));
    }
    Files.writeString(routes.resolve("sources/source-limit.camel.yaml"),
        Files.readString(Path.of("routes/sources/source-limit.camel.yaml")).replace("throttle:", "throttel:"));
    Settings settings = Modules.load(Map.of(StoreSettings.DATA_DIR, folder.toString(), RouteSettings.ROUTES_DIR, routes.toString(),
        SourceSettings.CHAIN_RPC_URL, "http://127.0.0.1:9/key", SourceSettings.SOURCE_URL, "http://127.0.0.1:9", SourceSettings.GAMMA_URL, "http://127.0.0.1:9"),
        Map.of(), folder);
    HealthReport report = StandaloneHealth.take(settings, Duration.ofSeconds(10), Duration.ofSeconds(15), () -> {
      throw new IllegalStateException("of no concern here");
    }, () -> Source.open(settings, text -> { }));
    assertThat(report.checks()).filteredOn(c -> List.of("source", "chain").contains(c.check())).hasSize(2).allSatisfy(check -> {
      assertThat(check.isCritical()).isTrue();
      assertThat(check.result().message()).contains("sources/source-limit.camel.yaml").contains("throttel");
    });
  }
}
