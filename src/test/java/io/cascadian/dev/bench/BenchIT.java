package io.cascadian.dev.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark itself, small: what it states about speed is not looked at. */
class BenchIT {

  private static final int FILLS = 2_400;

  @TempDir
  private Path folder;

  @Test
  @Tag("proof")
  void candidates_storeSameRows_leaveNothing() throws IOException {
    List<String> progress = new ArrayList<>();

    BenchReport report = IngestBench.run(options(folder.resolve("work"), "plain", "limited"), progress::add);

    assertThat(report.correct()).as(report.text()).isTrue();
    JsonNode json = new ObjectMapper().valueToTree(report.json());
    assertThat(json.get("scenarios")).hasSize(2);
    for (JsonNode scenario : json.get("scenarios")) {
      assertThat(scenario.get("candidates")).hasSize(progress.stream().anyMatch(l -> l.startsWith("the script does not take part")) ? 2 : 3);
      for (JsonNode candidate : scenario.get("candidates")) {
        JsonNode round = candidate.get("rounds").get(0);
        assertThat(round.get("measurement").get("rows").asInt()).as("%s", candidate).isEqualTo(FILLS);
        assertThat(round.get("content")).isEqualTo(round.get("expected"));
        assertThat(round.get("content").get("rows").asInt()).isEqualTo(FILLS);
      }
      assertThat(scenario.get("candidates").get(0).get("rounds").get(0).get("measurement").get("requests").asInt()).isPositive();
    }
    assertThat(folder.resolve("work")).doesNotExist();
  }

  @Test
  void nonEmptyFolder_isRejected_isUnchanged() throws IOException {
    Path precious = Files.writeString(folder.resolve("precious.txt"), "mine");

    assertThatThrownBy(() -> IngestBench.run(options(folder, "plain"), line -> { }))
        .isInstanceOf(BenchException.class).hasMessageContaining("--data-dir");
    assertThat(precious).hasContent("mine");
  }

  private BenchOptions options(Path work, String... scenarios) throws IOException {
    return new BenchOptions(1, feed(), List.of(scenarios), Set.of(Candidate.SERVICE, Candidate.SCRIPT, Candidate.FILE), 1, Duration.ofMillis(5),
        50, Duration.ofSeconds(10), Duration.ofSeconds(60), List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"), work, null);
  }

  /** Three pages, of which one ends in the middle of a second. */
  private Path feed() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < FILLS; i++) {
      boolean buys = i % 3 != 0;
      boolean takers = i % 5 == 0;
      String token = "7" + "1".repeat(70) + i % 9;
      lines.append(String.format(Locale.ROOT, """
          {"record":"entity","subgraph":"orderbook-subgraph","entity":"OrderFilledEvent","block":%d,"object":{"id":"0x%064x_0x%064x",\
          "transactionHash":"0x%064x","timestamp":"%d","orderHash":"0x%064x","maker":"0x%040x","taker":"%s","makerAssetId":"%s",\
          "takerAssetId":"%s","makerAmountFilled":"%d","takerAmountFilled":"%d","fee":"%d"}}
          """, 80_000_000 + i / 14, i, i, i, 1_760_000_000 + i / 7, i, i % 31 + 1,
          takers ? "0x4bfb41d5b3570defd03c39a9a4d8de6bd8b8982e" : "0x2222222222222222222222222222222222222222",
          buys ? "0" : token, buys ? token : "0", 510_001 + i, 1_000_003 + i, i % 4));
    }
    return Files.writeString(folder.resolve("feed.jsonl"), lines);
  }
}
