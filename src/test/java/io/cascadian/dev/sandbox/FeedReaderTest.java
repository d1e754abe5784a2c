package io.cascadian.dev.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedReaderTest {

  private static final String SPLIT = "{\"record\":\"entity\",\"subgraph\":\"activity-subgraph\",\"entity\":\"Split\",\"block\":%d,%s\"object\":{\"id\":\"%s\","
      + "\"timestamp\":\"%d\",\"stakeholder\":\"0x1\",\"condition\":\"0xaa\",\"amount\":\"1\"}}";
  private static final String EVENT = "{\"record\":\"event\",\"id\":\"1\",\"slug\":\"e\",\"title\":\"E\"}";
  private static final String MARKET = "{\"record\":\"market\",\"event_id\":\"1\",\"id\":\"2\",\"condition_id\":\"0xaa\",\"question\":\"?\"}";

  @TempDir
  private Path folder;

  @Test
  void entityTwice_stopsReadingAndNamesBothLines() {
    String copy = split(7, "a", 100);
    assertRefused(String.join("\n", split(7, "b", 90), copy, "", split(8, "c", 95), copy), 5, "Split a is in line 2 already");
    assertRefused(copy + "\n" + split(9, "a", 90), 2, "Split a is in line 1 already");
    assertRefused(String.format(Locale.ROOT, SPLIT, 7, "\"removed_at_block\":9,", "a", 90) + "\n" + split(8, "a", 90), 2, "line 1 already");
    assertRefused(EVENT + "\n" + EVENT, 2, "the event 1 is in line 1 already");
    assertRefused(EVENT + "\n" + MARKET + "\n" + MARKET, 3, "the market 2 of the event 1 is in line 2 already");
    String token = "{\"record\":\"token\",\"token_id\":\"1\",\"condition_id\":\"0xaa\",\"outcome_index\":0,\"block\":1}";
    assertRefused(token + "\n" + token.replace("index\":0", "index\":1"), 2, "MarketData 1 is in line 1 already");
  }

  @Test
  void versionsOneAfterTheOther_areRead() throws Exception {
    Dataset feed = read(String.format(Locale.ROOT, SPLIT, 7, "\"removed_at_block\":9,", "a", 90) + "\n" + split(9, "a", 91));
    assertThat(feed.subgraphs().get(Schemas.ACTIVITY).stream().filter(t -> t.type().name().equals("Split")).findFirst().orElseThrow().size()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "{\"record\":\"head\",\"block\":1,\"block\":2,\"timestamp\":1}|Duplicate field 'block'",
      "{\"record\":\"head\",\"block\":1,\"timestamp\":1} {\"record\":\"head\",\"block\":2,\"timestamp\":1}|Trailing token",
      "{\"record\":\"resolution\",\"condition_id\":\"0xaa\",\"payouts\":[\"1\"],\"resolved_at\":5}|two fractions",
      "{\"record\":\"resolution\",\"condition_id\":\"0xaa\",\"payouts\":[\"1.5\",\"-0.5\"],\"resolved_at\":5}|two fractions",
      "{\"record\":\"head\",\"block\":\"many\",\"timestamp\":1}|many", "[]|one object", "7|one object", "{\"record\":\"hed\"}|no record 'hed'",
      "{\"record\":\"token\",\"token_id\":\"1\",\"condition_id\":\"0xaa\",\"outcome_index\":0,\"block\":1,\"removed_at_block\":\"x\"}|x",
      "{\"record\":\"token\",\"token_id\":\"1\",\"condition_id\":\"0xaa\",\"outcome_index\":0,\"block\":5,\"removed_at_block\":5}|must be after",
      "{\"record\":\"entity\",\"subgraph\":\"fpmm-subgraph\",\"entity\":\"FpmmTransaction\",\"block\":1,\"object\":{\"id\":\"1\",\"type\":\"Buy\",\"timestamp\":\"1\","
          + "\"market\":\"0xpool\",\"user\":\"0x1\",\"tradeAmount\":\"1\",\"feeAmount\":\"0\",\"outcomeIndex\":\"0\",\"outcomeTokensAmount\":\"1\"}}|0xpool"})
  void lineThatCannotBeServed_isNamed(String line, String output) {
    assertRefused(EVENT + "\n" + line, 2, output);
  }

  @Test
  void longLine_isRefusedWithoutBeingHeld() {
    assertRefused(EVENT + "\n" + "x".repeat(5_000_000) + "\n" + EVENT, 2, "longer than");
  }

  @ParameterizedTest
  @ValueSource(strings = {"feed.jsonl", "feed.jsonl.gz", "feed.jsonl.GZ", "FEED.Gz", "feed"})
  void byteOrderMarksAndCompression_areNoMatterOfNames(String name) throws Exception {
    String text = "\uFEFF" + EVENT + "\r\n\uFEFF" + MARKET + "\n";
    assertThat(FeedReader.read(Files.write(folder.resolve(name), gzip(text))).events()).singleElement().satisfies(e -> assertThat(e.markets()).hasSize(1));
    assertThat(FeedReader.read(Files.writeString(folder.resolve(name), text)).events()).hasSize(1);
  }

  @Test
  void brokenCompression_isNamedAsSuch() throws Exception {
    byte[] bytes = gzip((EVENT + "\n").repeat(1));
    byte[] cut = Arrays.copyOf(bytes, bytes.length - 9);
    bytes[bytes.length - 8] ^= 1;
    for (byte[] broken : new byte[][] {cut, bytes, Arrays.copyOf(bytes, 3)}) {
      Path file = Files.write(folder.resolve("feed.gz"), broken);
      assertThatThrownBy(() -> FeedReader.read(file)).isInstanceOf(SandboxFileException.class).hasMessageContaining("cut off or damaged");
    }
  }

  @Test
  void fileThatIsNotThere_isNamed() {
    assertThatThrownBy(() -> FeedReader.read(folder.resolve("none.jsonl"))).isInstanceOf(SandboxFileException.class)
        .hasMessageContaining("none.jsonl: there is no such file");
    assertThatThrownBy(() -> FeedReader.read(folder)).isInstanceOf(SandboxFileException.class).hasMessageContaining("Is a directory");
  }

  private void assertRefused(String text, long line, String output) {
    assertThatThrownBy(() -> read(text)).isInstanceOfSatisfying(SandboxFileException.class, e -> {
      assertThat(e.line()).isEqualTo(line);
      assertThat(e.getMessage()).startsWith("feed.jsonl, line " + line).contains(output).doesNotContain("`", "Exception", "DeserializationFeature");
    });
  }

  private Dataset read(String text) throws IOException {
    return FeedReader.read(Files.writeString(folder.resolve("feed.jsonl"), text));
  }

  private static String split(long block, String id, long time) {
    return String.format(Locale.ROOT, SPLIT, block, "", id, time);
  }

  static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
