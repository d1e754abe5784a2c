package io.cascadian.dev.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark of the published tables itself, small: its figures are not asserted. */
@Tag("proof")
class LedgerBenchIT {

  private static final int NIGHTS = 4;

  @TempDir
  private Path folder;

  @Test
  void ledgerBench_measuresNightsAndLeavesNothing() throws IOException {
    List<String> progress = new ArrayList<>();

    LedgerReport report =
        LedgerBench.run(new LedgerOptions(20_000, 1_000, 1.0, 7, NIGHTS, List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"), true, folder.resolve("work")), progress::add);

    JsonNode json = new ObjectMapper().valueToTree(report.json());
    assertThat(progress).noneMatch(line -> line.contains("failed"));
    for (String name : List.of("half", "whole")) {
      JsonNode round = json.get(name);
      assertThat(round.get("rows_differing").asLong()).as("%s differs from a rebuild", name).isZero();
      assertThat(round.get("nights")).hasSize(NIGHTS);
      long fills = 0;
      long conditions = 0;
      for (JsonNode night : round.get("nights")) {
        // of so small a history a day may have no fill, or open no condition
        fills += night.get("day").get("fills").asLong();
        conditions += night.get("day").get("conditions").asLong();
        assertMeasured(night, "publish", "gates");
        assertThat(round.get("rebuild").get("rows").asLong()).isGreaterThan(night.get("publish").get("rows").asLong());
      }
      assertThat(fills).isPositive();
      assertThat(conditions).isPositive();
      assertMeasured(round, "pass", "pass_final", "pass_summed", "rebuild", "writes_sorted", "writes_shuffled");
      for (String writes : List.of("writes_sorted", "writes_shuffled")) {
        assertThat(round.get(writes).get("rows").asLong()).as("all rows that a rebuild leaves, wallet_events included")
            .isGreaterThan(round.get("rebuild").get("rows").asLong());
      }
      assertThat(round.get("pass").get("read_rows").asLong())
          .isEqualTo(round.get("history").get("fills").asLong() + round.get("history").get("position_events").asLong());
      assertThat(round.get("tables")).anyMatch(table -> table.get("table").asText().equals("trades_raw") && table.get("bytes_per_row").asDouble() > 1);
    }
    for (int night = 0; night < NIGHTS; night++) {
      assertThat(json.get("half").get("nights").get(night).get("day")).as("the same day").isEqualTo(json.get("whole").get("nights").get(night).get("day"));
    }
    assertThat(json.get("half").get("history").get("fills").asLong()).isLessThan(json.get("whole").get("history").get("fills").asLong());
    assertThat(json.get("goals")).hasSize(4);
    assertThat(report.text()).contains("night / rebuild", "rebuild / writing its rows", "trades_raw");
    assertThat(folder.resolve("work")).doesNotExist();
  }

  private static void assertMeasured(JsonNode of, String... phases) {
    for (String phase : phases) {
      assertThat(of.get(phase).get("statements").asLong()).as(phase).isPositive();
      assertThat(of.get(phase).get("read_rows").asLong()).as(phase).isPositive();
      assertThat(of.get(phase).get("clickhouse_peak_bytes").asLong()).as(phase).isPositive();
    }
  }
}
