package io.cascadian.dev.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContractReadsTest {

  private static final Path CONTRACT = Path.of("docs/api/openapi.yaml");

  @Test
  void reads_withoutHealthAndStream_areMeasured() throws IOException {
    List<ApiBench.Read> reads = ContractReads.of(Files.readString(CONTRACT), Map.of(
        "/api/nightly/runs/", List.of("7"), "/api/dead-letters/", List.of("8"), "/api/strategies/", List.of("9"), "/api/wallets/", List.of("0xa", "0xb")), 50);
    assertThat(reads).extracting(ApiBench.Read::name).containsExactlyInAnyOrder(
        "openapi.yaml", "auto-add", "health-history", "cron/status", "nightly/runs",
        "nightly/runs/{id}", "nightly/runs/{id}/comparison", "nightly/success-rate", "routes", "markets/missing", "dead-letters", "dead-letters/{id}",
        "wallets/{address}/pnl", "wallets/{address}/conditions", "wallets/{address}/events", "wallets/{address}/rewards", "wallets/{address}/transfers",
        "strategies", "strategies/{id}", "strategies/{id}/watchlist");
    assertThat(reads.stream().flatMap(read -> read.paths().stream())).contains("/api/nightly/runs/7/comparison", "/api/wallets/0xb/pnl",
        "/api/dead-letters/8", "/api/strategies/9/watchlist");
  }

  @Test
  void readsWithoutId_areLeftOut() throws IOException {
    assertThat(ContractReads.of(Files.readString(CONTRACT), Map.of(), 50)).extracting(ApiBench.Read::name)
        .contains("dead-letters").noneMatch(name -> name.contains("{"));
  }
}
