package io.cascadian.resolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResolutionMapReaderTest {

  private static final String CONDITION = "\"condition_id\":\"0x" + "0".repeat(63) + "1\"";

  private final List<ResolutionEntry> entries = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(strings = {
      "\"market_id\":\"1\",\"resolved_outcome\":\"YES\",\"resolved_outcome\":\"NO\"",
      "\"market_id\":\"1\",\"resolved_outcome\":null,\"resolved_outcome\":\"NO\"",
      "\"market_id\":\"1\",\"resolved_outcome\":\"YES\",\"condition_id\":\"0x0000000000000000000000000000000000000000000000000000000000000002\"",
      "\"market_id\":\"1\",\"market_id\":\"2\",\"resolved_outcome\":\"YES\"",
      "\"market_id\":\"1\",\"resolved_outcome\":\"YES\",\"payout_yes\":0,\"payout_yes\":1",
      "\"market_id\":\"1\",\"payout_numerators\":[1,0],\"payout_numerators\":[0,1]",
      "\"market_id\":\"1\",\"payout_numerators\":[1,0],\"payout_denominator\":2,\"payout_denominator\":1",
      "\"market_id\":\"1\",\"resolved_outcome\":\"YES\",\"resolved_at\":\"2025-01-01T00:00:00Z\",\"resolved_at\":\"2026-01-01T00:00:00Z\"",
  })
  void fieldSaidTwiceDifferently_skipsEntry(String fields) throws Exception {
    assertThat(read(CONDITION + "," + fields).skipped()).isEqualTo(Map.of("contradictory", 1L));
    assertThat(entries).isEmpty();
  }

  @Test
  void fieldSaidTwiceTheSame_orUnused_isApplied() throws Exception {
    assertThat(read(CONDITION + ",\"market_id\":\"1\",\"resolved_outcome\":\"YES\",\"resolved_outcome\":\"YES\",\"error\":1,\"error\":2").skipped()).isEmpty();
    assertThat(entries).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "\"resolved_outcome\":\"YES\",\"payout_numerators\":[1,1]",
      "\"resolved_outcome\":\"YES\",\"payout_numerators\":[1,0,0]",
      "\"resolved_outcome\":\"SPLIT\",\"payout_numerators\":[1,0]",
      "\"resolved_outcome\":\"NO\",\"payout_yes\":1,\"payout_no\":0,\"payout_numerators\":[1,0]",
      "\"payout_yes\":0.5,\"payout_numerators\":[1,0]",
      "\"resolved_outcome\":\"SPLIT\",\"payout_yes\":0.74,\"payout_no\":0.26,\"payout_numerators\":[1,1]",
      "\"resolved_outcome\":\"YES\",\"payout_numerators\":[0,0]",
      "\"resolved_outcome\":\"YES\",\"payout_numerators\":{\"0\":1}",
      "\"resolved_outcome\":\"YES\",\"payout_numerators\":[1,0],\"payout_denominator\":2",
      "\"payout_numerators\":[-1,2]", "\"payout_numerators\":[0.5,0.5]", "\"payout_numerators\":[[1],0]", "\"payout_numerators\":[1e999999999,0]",
      "\"resolved_outcome\":\"YES\",\"payout_yes\":-1", "\"resolved_outcome\":\"YES\",\"payout_yes\":\"much\"",
  })
  void payoutsThatContradictEachOther_skipEntry(String fields) throws Exception {
    assertThat(read(CONDITION + ",\"market_id\":\"1\"," + fields).skipped()).isEqualTo(Map.of("bad-payout", 1L));
    assertThat(entries).isEmpty();
  }

  @Test
  void outcomeAndVector_areBothHandedOn() throws Exception {
    assertThat(read(CONDITION + ",\"market_id\":\"5\",\"resolved_outcome\":\"NO\",\"payout_yes\":0,\"payout_no\":1,\"payout_numerators\":[1,0]")
        .skipped()).isEmpty();
    assertThat(entries).singleElement().satisfies(e -> {
      assertThat(e.payouts().numerators()).hasToString("[1, 0]");
      assertThat(e.byLabel().numerators()).as("which of them is index 0 only the market tells").hasToString("[0, 1]");
    });
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "\"payout_numerators\":[1.0,0.0]|[1, 0]", "\"payout_numerators\":\"[1,0]\"|[1, 0]", "\"payout_numerators\":\" [ 1 , 0 ] \"|[1, 0]",
      "\"payout_numerators\":\"0,1\"|[0, 1]", "\"payout_numerators\":[1E0,0]|[1, 0]", "\"payout_numerators\":[1E2,10e1]|[1, 1]",
      "\"payout_numerators\":[\"1\",\"0\"]|[1, 0]", "\"payout_numerators\":\"[\\\"1\\\", \\\"0\\\"]\"|[1, 0]", "\"payout_numerators\":[true,false]|[1, 0]",
      "\"payout_numerators\":[1.0,1.0],\"payout_denominator\":2.0|[1, 1]", "\"resolved_outcome\":\"NO\",\"payout_numerators\":[]|[0, 1]",
      "\"resolved_outcome\":\"NO\",\"payout_numerators\":null|[0, 1]", "\"resolved_outcome\":\"NO\",\"payout_numerators\":\"\"|[0, 1]",
      "\"resolved_outcome\":\"NO\",\"payout_yes\":0E0,\"payout_no\":true|[0, 1]", "\"resolved_outcome\":\"YES\",\"payout_no\":NaN|[1, 0]",
      "\"resolved_outcome\":\"SPLIT\",\"payout_yes\":7.4e-1,\"payout_no\":0.26|[37, 13]",
      "\"resolved_outcome\":\"\",\"payout_numerators\":[0,1]|[0, 1]", "\"resolved_outcome\":\"SPLIT\",\"payout_numerators\":[2,2]|[1, 1]"})
  void payoutsAsOtherWritersWriteThem_areUnderstood(String fields, String expected) throws Exception {
    assertThat(read(CONDITION + ",\"market_id\":\"1\"," + fields).skipped()).isEmpty();
    assertThat(entries).singleElement().satisfies(e -> assertThat(e.payouts().numerators()).hasToString(expected));
  }

  @ParameterizedTest
  @CsvSource({"1019.0, 1019", "1.019e3, 1019", "'\"1019.0\"', 1019", "7, 7"})
  void marketIdOfADataFrame_isUnderstood(String id, String expected) throws Exception {
    assertThat(read(CONDITION + ",\"market_id\":" + id + ",\"resolved_outcome\":\"YES\"").skipped()).isEmpty();
    assertThat(entries).singleElement().satisfies(e -> assertThat(e.marketId()).isEqualTo(expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1019.5", "-1", "true", "1e30", "{}", "[1]"})
  void marketIdThatIsNone_skipsEntry(String id) throws Exception {
    assertThat(read(CONDITION + ",\"market_id\":" + id + ",\"resolved_outcome\":\"YES\"").skipped()).isEqualTo(Map.of("bad-market-id", 1L));
  }

  @Test
  void unusedHeaderField_neverRejectsMap() throws Exception {
    String digits = "9".repeat(2_000);
    for (String field : List.of("\"seed\":123456789012345678901234567890", "\"seed\":-9223372036854775809", "\"seed\":" + digits, "\"seed\":1e400",
        "\"deep\":" + "[".repeat(20_000) + "]".repeat(20_000), "\"" + "n".repeat(60_000) + "\":1", "\"mean\":NaN", "\"text\":\"" + "x".repeat(21_000_000) + "\"",
        "\"total_conditions\":" + digits, "\"last_updated\":123456789012345678901234567890")) {
      String entry = "{" + CONDITION + ",\"market_id\":\"21\",\"resolved_outcome\":\"YES\"}";
      for (String map : List.of("{" + field + ",\"resolutions\":[" + entry + "]}", "{\"resolutions\":[" + entry + "]," + field + "}",
          "{\"resolutions\":[" + entry.replace("{", "{" + field + ",") + "]}")) {
        entries.clear();
        assertThat(ResolutionMapReader.read(in(map), entries::add).resolved()).as(map.substring(0, 40)).isEqualTo(1);
      }
    }
  }

  @Test
  void nestingBeyondTheLimit_isRejectedByItsName() {
    String map = "{\"deep\":" + "[".repeat(200_000) + "]".repeat(200_000) + ",\"resolutions\":[]}";
    assertThatThrownBy(() -> ResolutionMapReader.read(in(map), entries::add)).isInstanceOfSatisfying(FileRejectedException.class, e -> {
      assertThat(e.reason()).isEqualTo("beyond-limits");
      assertThat(e.getMessage()).contains("nest").doesNotContain("StreamReadConstraints").doesNotContain("not JSON");
    });
  }

  @Test
  void correctedEntry_isAnotherContent() throws Exception {
    String contradictory = CONDITION + ",\"market_id\":\"1\",\"resolved_outcome\":\"YES\",\"resolved_outcome\":\"NO\"";
    for (String outcome : List.of("YES", "NO")) {
      String corrected = CONDITION + ",\"market_id\":\"1\",\"resolved_outcome\":\"" + outcome + "\"";
      assertThat(read(corrected).contentHash()).as(outcome).isNotEqualTo(read(contradictory).contentHash())
          .isEqualTo(read("\"resolved_outcome\":\"" + outcome + "\",\"market_id\":\"1\"," + CONDITION).contentHash());
    }
  }

  @Test
  void fileTimeSaidTwice_isNone() throws Exception {
    String entry = "\"resolutions\":[{" + CONDITION + ",\"market_id\":\"1\",\"resolved_outcome\":\"YES\"}]";
    String time = "\"last_updated\":\"2026-01-01T00:00:00Z\",";
    assertThat(ResolutionMapReader.read(in("{" + time + time + entry + "}"), entries::add).lastUpdated()).isEqualTo("2026-01-01T00:00:00Z");
    for (String other : List.of(time.replace("2026", "2025"), time.replace("2026", "soon"))) {
      for (String both : List.of(time + other, other + time)) {
        MapFacts facts = ResolutionMapReader.read(in("{" + both + entry + "}"), entries::add);
        assertThat(facts.lastUpdated()).isNull();
        assertThat(facts.notes()).isEqualTo(Map.of("last-updated-unreadable", 1L));
      }
    }
  }

  private MapFacts read(String entry) throws Exception {
    entries.clear();
    return ResolutionMapReader.read(in("{\"resolutions\":[{" + entry + "}]}"), entries::add);
  }

  private static InputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
