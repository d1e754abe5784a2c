package io.cascadian.resolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a dropped file is recognised as, whatever the order of its keys and the look of its name. */
class DroppedFileTest {

  private static final String ID = "\"condition_id\":\"0x" + "0".repeat(62) + "1f\"";
  private static final String ENTRY = "{" + ID + ",\"market_id\":\"1\",\"resolved_outcome\":\"YES\",\"payout_yes\":1,\"payout_no\":0}";
  private static final String LOOKUP = "{" + ID + ",\"market_id\":\"1\"}";
  private static final String MARKET = "{\"event_id\":\"ev-x\"," + ID + ",\"market_id\":\"1035\",\"question\":\"Q?\",\"resolved_outcome\":\"YES\"}";
  private static final String EVENT = "{\"event_id\":\"ev-x\",\"title\":\"T\",\"tags\":[]}";

  /** Fields of a file of each kind, as JSON. */
  private static final Map<DroppedFile.Kind, Map<String, String>> OBJECTS = Map.of(
      DroppedFile.Kind.RESOLUTION_MAP, Map.of("condition_id", "\"a header\"", "valid_backfill_mappings", "[]", "market_id", "7", "resolutions", "[]",
          "seed", "1e400", "event_id", "\"e\"", "question", "{\"resolutions\":[]}"),
      DroppedFile.Kind.BACKFILLED_REPORT, Map.of("generated_at", "\"t\"", "summary", "{\"condition_id\":1}", "condition_id", "\"x\"",
          "valid_backfill_mappings", "[{\"condition_id\":\"a\",\"resolutions\":[]}]", "not_found_in_local_sample", "[]"),
      DroppedFile.Kind.MARKET_LOOKUPS, Map.of("condition_id", "\"0x1\"", "market_id", "\"1\"", "source", "\"s\"", "note", "{\"resolutions\":1}"));
  private static final Map<DroppedFile.Kind, Map<String, String>> ENTRIES = Map.of(
      DroppedFile.Kind.MARKETS, Map.of("event_id", "\"e\"", "condition_id", "\"0x1\"", "market_id", "\"1\"", "question", "\"q\"", "title", "\"t\"",
          "resolved_outcome", "null", "extra", "{\"event_id\":1}"),
      DroppedFile.Kind.EVENTS, Map.of("event_id", "\"e\"", "title", "\"t\"", "tags", "[{\"condition_id\":\"0x1\"}]", "category", "null", "ends_at", "null"),
      DroppedFile.Kind.OTHER_ARRAY, Map.of("id", "\"1\"", "conditionId", "\"0x1\"", "events", "[{\"event_id\":\"e\"}]"));

  @Property(tries = 200)
  void orderOfKeys_doesNotChangeKind(@ForAll long order) throws Exception {
    for (Map.Entry<DroppedFile.Kind, Map<String, String>> kind : OBJECTS.entrySet()) {
      String object = shuffled(kind.getValue(), order);
      assertThat(kind(object)).as(object).isEqualTo(kind.getKey());
    }
    for (Map.Entry<DroppedFile.Kind, Map<String, String>> kind : ENTRIES.entrySet()) {
      String list = "[" + shuffled(kind.getValue(), order) + "," + shuffled(kind.getValue(), order + 1) + "]";
      assertThat(kind(list)).as(list).isEqualTo(kind.getKey());
    }
  }

  private static String shuffled(Map<String, String> fields, long order) {
    List<String> names = new ArrayList<>(new TreeSet<>(fields.keySet()));
    Collections.shuffle(names, new Random(order));
    Map<String, String> shuffled = new LinkedHashMap<>();
    names.forEach(name -> shuffled.put(name, fields.get(name)));
    return shuffled.entrySet().stream().map(f -> "\"" + f.getKey() + "\":" + f.getValue()).collect(Collectors.joining(",", "{", "}"));
  }

  @Test
  void badEntries_doNotDecideKind() throws Exception {
    assertThat(kind("[{\"market_id\":\"2001\",\"question\":\"no condition\"}," + MARKET + "]")).isEqualTo(DroppedFile.Kind.MARKETS);
    assertThat(kind("[null,7,[],{},{\"event_id\":\"e\",\"question\":\"no condition\"}," + MARKET + "]")).isEqualTo(DroppedFile.Kind.MARKETS);
    assertThat(kind("[{},{\"title\":\"no id\"}," + EVENT + "]")).isEqualTo(DroppedFile.Kind.EVENTS);
    assertThat(kind("[{\"market_id\":\"1\",\"event_id\":\"e\"}]")).as("a market without condition is no event").isEqualTo(DroppedFile.Kind.OTHER_ARRAY);
    assertThat(kind("[" + EVENT + ",{\"market_id\":\"1\",\"question\":\"no condition\"}]")).as("nor are events beside one").isEqualTo(DroppedFile.Kind.OTHER_ARRAY);
    assertThat(kind("{\"market_id\":\"5\"}\n" + LOOKUP + "\n")).isEqualTo(DroppedFile.Kind.MARKET_LOOKUPS);
    assertThat(kind("[]")).isEqualTo(DroppedFile.Kind.OTHER_ARRAY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%E", "%E\n%E", "%M\n%M", "{\"market_id\":\"1\"}\n%E", "{\"event_id\":\"a\",\"title\":\"b\"}", "%E\n%L",
      "{\"condition_id\":\"a\",\"market_id\":\"5\",\"Resolved_Outcome\":\"YES\"}", "{\"condition_id\":\"a\",\"payouts\":[1]}\n%L",
      "{\"winner\":\"No\",\"market_id\":\"5\",\"condition_id\":\"a\"}"})
  void entriesOutsideAnyList_areRejected(String form) {
    String text = form.replace("%E", ENTRY).replace("%M", MARKET).replace("%L", LOOKUP);
    for (String file : List.of(text, text.replace(",", ",\n  ").replace("{", "{\n  "))) {
      assertThatThrownBy(() -> kind(file)).as(file).isInstanceOfSatisfying(FileRejectedException.class, e -> {
        assertThat(e.reason()).isEqualTo("entries-outside-list");
        assertThat(e).hasMessageContaining("resolutions");
      });
    }
  }

  @Test
  void giantEntryOfList_isRejectedBeforeAnyIsTakenOver(@TempDir Path folder) throws Exception {
    String giant = MARKET.replace("{", "{\"blob\":\"" + "x".repeat(1 << 20) + "\",");
    assertThatThrownBy(() -> kind("[" + MARKET + "," + giant + "]")).isInstanceOfSatisfying(FileRejectedException.class, e -> {
      assertThat(e.reason()).isEqualTo("beyond-limits");
      assertThat(e).hasMessageContaining("entry 2");
    });
    Path wide = Files.write(folder.resolve("wide.json"), ("[" + MARKET + "," + giant + "]").getBytes(StandardCharsets.UTF_16));
    assertThatThrownBy(() -> new DroppedFile(wide).kind()).hasMessageContaining("entry 2");
  }

  @Test
  void keysInAnySpelling_areTheSameKeys() throws Exception {
    assertThat(kind("\uFEFF{\"condition\\u005fid\":1,\"resol\\u0075tions\":[]}")).isEqualTo(DroppedFile.Kind.RESOLUTION_MAP);
    assertThat(kind("\n\n [ {\"event_id\":\"e\",\"condition\\u005fid\":\"0x1\"} ]")).isEqualTo(DroppedFile.Kind.MARKETS);
    assertThat(kind("{\"resolutions\":[],\"resolutions\":[]}")).isEqualTo(DroppedFile.Kind.RESOLUTION_MAP);
    assertThat(kind("{}")).isEqualTo(DroppedFile.Kind.RESOLUTION_MAP);
    assertThat(kind("")).isEqualTo(DroppedFile.Kind.RESOLUTION_MAP);
    assertThat(kind("{\"0xaa\":{\"resolved_outcome\":\"YES\"}}")).isEqualTo(DroppedFile.Kind.RESOLUTION_MAP);
    assertThat(kind("[[" + MARKET + "]]")).isEqualTo(DroppedFile.Kind.OTHER_ARRAY);
    assertThat(kind("[{\"resolutions\":[" + ENTRY + "]}]")).isEqualTo(DroppedFile.Kind.OTHER_ARRAY);
  }

  @Test
  void marketsAndEventsInOneList_areRejected() {
    assertThatThrownBy(() -> kind("[" + EVENT + "," + MARKET + "]")).isInstanceOfSatisfying(FileRejectedException.class,
        e -> assertThat(e.reason()).isEqualTo("mixed-list"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"[{\"event_id\":\"a\"},{\"ev|truncated", "[{\"event_id\":\"a\"},{\"condition_id\" 1}]|malformed",
      "[{\"event_id\":\"a\",\"title\":\"t\"}] {\"resolutions\":[]}|malformed"})
  void listThatIsNotJsonToItsEnd_isRejected(String text, String reason) {
    assertThatThrownBy(() -> kind(text)).isInstanceOfSatisfying(FileRejectedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @ParameterizedTest
  @ValueSource(strings = {"map.json.GZ", "map.Json.Gz", "MAP.JSON.GZ", "map.json.gz", "map.json"})
  void compressedFile_isUnpackedByContent(String name, @TempDir Path folder) throws Exception {
    for (byte[] bytes : List.of(gzip(ENTRY), ENTRY.getBytes(StandardCharsets.UTF_8))) {
      Path file = Files.write(folder.resolve(name), bytes);
      assertThat(new String(new DroppedFile(file).open().readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(ENTRY);
    }
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static DroppedFile.Kind kind(String text) throws Exception {
    Path file = Files.createTempFile("dropped", ".json");
    try {
      return new DroppedFile(Files.writeString(file, text)).kind();
    } finally {
      Files.delete(file);
    }
  }
}
