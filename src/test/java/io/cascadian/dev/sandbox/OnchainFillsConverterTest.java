package io.cascadian.dev.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnchainFillsConverterTest {

  private static final String HEADER = "transaction_hash,block_number,event_name,args,created_at\r\n";
  private static final String ARGS = "\"{\"\"orderHash\"\":\"\"0xBB\"\",\"\"maker\"\":\"\"0x1\"\",\"\"taker\"\":\"\"0x2\"\",\"\"makerAssetId\"\":\"\"0\"\","
      + "\"\"takerAssetId\"\":\"\"77\"\",\"\"making\"\":510000,\"\"taking\"\":1000000,\"\"fee\"\":0}\"";
  private static final String TIME = "2025-12-19 21:04:05.5+00";

  @TempDir
  private Path folder;
  private Path feed;

  @BeforeEach
  void feed() {
    feed = folder.resolve("feed.jsonl");
  }

  @ParameterizedTest
  @ValueSource(strings = {"logs.csv", "logs.csv.gz", "logs.csv.GZ", "LOGS.Csv.Gz"})
  void byteOrderMarkAndCompression_areNoMatterOfNames(String name) throws Exception {
    String text = "\uFEFF" + HEADER + row("0xAA", "8", ARGS, TIME);
    for (byte[] bytes : List.of(FeedReaderTest.gzip(text), text.getBytes(java.nio.charset.StandardCharsets.UTF_8))) {
      Path csv = Files.write(folder.resolve(name), bytes);
      assertThat(OnchainFillsConverter.convert(csv, feed)).isEqualTo(new OnchainFillsConverter.Converted(1, 0, 0));
      assertThat(Files.readString(feed)).contains("\"id\":\"0xaa_0xbb\"", "\"timestamp\":\"1766178245\"");
    }
  }

  @Test
  void repeatedRow_isLeftOutAndOneThatDiffersRefused() throws Exception {
    String rows = HEADER + row("0xaa", "8", ARGS, TIME) + row("0xAA", "8", ARGS, "2025-12-19T21:04:01Z");
    assertThat(OnchainFillsConverter.convert(Files.writeString(folder.resolve("logs.csv"), rows), feed)).isEqualTo(new OnchainFillsConverter.Converted(1, 0, 1));
    assertThat(Files.readAllLines(feed)).singleElement().asString().contains("1766178241");
    FeedReader.read(feed);
    assertRefused(rows + row("0xaa", "8", ARGS.replace("510000", "510001"), TIME), 3, "row 1 has another fill");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"2025-12-19 21:04:05|created_at", "2025-12-19T21:04:05|created_at", "''|created_at", "1766178245|created_at"})
  void timeWithoutZone_isRefusedByRow(String time, String output) {
    assertRefused(HEADER + row("0xaa", "8", ARGS, TIME) + row("0xab", "8", ARGS, time), 2, output);
  }

  @Test
  void rowThatCannotBeRead_isNamedAndNothingIsWritten() {
    String good = HEADER + row("0xaa", "8", ARGS, TIME);
    assertRefused(good + "\r\n", 2, "the row is empty");
    assertRefused(good + ",,,,\r\n" + row("0xab", "8", ARGS, TIME), 2, "the row is empty");
    assertRefused(good + "0xab,8\r\n", 2, "2 columns");
    assertRefused(good + row("0xab", "eight", ARGS, TIME), 2, "block_number");
    assertRefused(good + row("0xab", "8", "{", TIME), 2, "args");
    assertRefused(good + row("0xab", "8", "", TIME), 2, "lack orderHash");
    assertRefused(good + row("0xab", "8", ARGS.replace("510000", "\"\"much\"\""), TIME), 2, "makerAmountFilled");
    assertRefused(good + row("", "8", ARGS, TIME), 2, "transaction_hash");
    assertRefused(good + "0xab,8,OrderFilled,\"{", 2, "the row begins in line 3 and has a quote that is not closed");
    String unclosed = row("0xab", "8", ARGS.substring(0, ARGS.length() - 1), TIME);
    assertRefused(good + unclosed + row("0xac", "8", ARGS, TIME), 2, "the row begins in line 3 and has a quote that is not closed");
    // of an event that is left out, too: it would take the next row with it
    assertRefused(good + unclosed.replace("OrderFilled", "Other") + row("0xac", "8", ARGS, TIME), 2, "line 3");
    assertRefused(HEADER + row("0xaa", "8", ARGS.replace("\"{", "\"{\r\n"), TIME) + unclosed, 2, "line 4");
    assertRefused("", 0, "lacks the columns transaction_hash, block_number");
    assertRefused(HEADER.replace("args", "block_number"), 0, "first line");
  }

  /** @param rows few, so that its first line cannot be read already, or many, so that one far behind it cannot */
  @ParameterizedTest
  @ValueSource(ints = {1, 5_000})
  void cutTable_isRefused(int rows) throws Exception {
    StringBuilder table = new StringBuilder(HEADER);
    for (int i = 0; i < rows; i++) {
      table.append(row("0x" + Integer.toHexString(i), "8", ARGS, TIME));
    }
    byte[] bytes = FeedReaderTest.gzip(table.toString());
    Path csv = Files.write(folder.resolve("logs.csv"), Arrays.copyOf(bytes, bytes.length - 9));
    assertThatThrownBy(() -> OnchainFillsConverter.convert(csv, feed)).isInstanceOf(SandboxFileException.class).hasMessageContaining("cut off or damaged");
    assertThat(feed).doesNotExist();
  }

  @Test
  void tableThatIsNotThere_isNamed() {
    assertThatThrownBy(() -> OnchainFillsConverter.convert(folder.resolve("none.csv"), feed)).isInstanceOf(SandboxFileException.class)
        .hasMessageContaining("none.csv: there is no such file");
  }

  private void assertRefused(String table, long row, String output) {
    Path refused = folder.resolve("refused.jsonl");
    assertThatThrownBy(() -> OnchainFillsConverter.convert(Files.writeString(folder.resolve("logs.csv"), table), refused)).isInstanceOfSatisfying(SandboxFileException.class, e -> {
      assertThat(e.line()).isEqualTo(row);
      assertThat(e.getMessage()).startsWith("logs.csv" + (row == 0 ? ": " : ", row " + row + ": ")).contains(output).doesNotContain("Exception");
    });
    assertThat(refused).doesNotExist();
  }

  private static String row(String transaction, String block, String args, String time) {
    return transaction + "," + block + ",OrderFilled," + args + "," + time + "\r\n";
  }
}
