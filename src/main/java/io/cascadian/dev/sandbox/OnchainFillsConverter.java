package io.cascadian.dev.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cascadian.files.NumberText;
import io.cascadian.files.PackedFile;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;
import java.util.zip.ZipException;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;

/**
 * Turns a table of decoded exchange logs (CSV with {@code transaction_hash, block_number, event_name, args, created_at}) into a feed of
 * order-filled events.
 *
 * <p>The logs have no block time: a block gets the time at which its first log was recorded. Only OrderFilled logs become records; others
 * are counted. A feed is written when all rows can be read, or not at all. Used once.
 */
public final class OnchainFillsConverter {

  private static final ObjectMapper JSON = new ObjectMapper().enable(
      DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY, DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final EntityType FILL = Schemas.entity(Schemas.ORDERBOOK, "OrderFilledEvent");
  private static final List<String> COLUMNS = List.of("transaction_hash", "block_number", "event_name", "args", "created_at");
  private static final DateTimeFormatter RECORDED = new DateTimeFormatterBuilder()
      .appendPattern("yyyy-MM-dd HH:mm:ss").appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true).appendOffset("+HHmm", "+00")
      .toFormatter(Locale.ROOT);

  private final String file;
  private final Map<String, Fill> fills = new LinkedHashMap<>();
  private final Map<Long, Long> times = new HashMap<>();
  private long other;
  private long repeated;
  private long row;

  private OnchainFillsConverter(String file) {
    this.file = file;
  }

  /**
   * Reports what was done.
   *
   * @param other logs of other events, left out
   * @param repeated rows that repeat an earlier row, left out
   */
  public record Converted(long fills, long other, long repeated) {}

  /** Holds the record of a row until all rows of its block, and so its time, are known. */
  private record Fill(long row, long block, ObjectNode record) {}

  /**
   * Converts a table, compressed with gzip or not, into a feed file.
   *
   * @throws SandboxFileException naming the row that cannot be read
   */
  public static Converted convert(Path csv, Path feed) throws IOException {
    OnchainFillsConverter converter = new OnchainFillsConverter(csv.getFileName().toString());
    try (BufferedReader reader = new BufferedReader(new InputStreamReader(PackedFile.open(csv), StandardCharsets.UTF_8))) {
      converter.read(reader);
    } catch (EOFException | ZipException e) {
      throw converter.unusable("the compressed file is cut off or damaged after this row", e);
    } catch (IOException e) {
      throw converter.unusable(PackedFile.whyUnreadable(e), e);
    }
    converter.write(feed);
    return new Converted(converter.fills.size(), converter.other, converter.repeated);
  }

  private void read(BufferedReader reader) throws IOException {
    reader.mark(1);
    if (reader.read() != '\uFEFF') {
      reader.reset();
    }
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW).get();
    try (CSVParser rows = parser(format, reader)) {
      List<String> missing = COLUMNS.stream().filter(column -> !rows.getHeaderMap().containsKey(column)).toList();
      if (!missing.isEmpty()) {
        throw unusable("its first line lacks the columns " + String.join(", ", missing), null);
      }
      Iterator<CSVRecord> remaining = rows.iterator();
      long line = rows.getCurrentLineNumber();
      try {
        while (remaining.hasNext()) {
          CSVRecord next = remaining.next();
          row = next.getRecordNumber();
          add(next);
          line = rows.getCurrentLineNumber();
        }
      } catch (UncheckedIOException e) {
        if (!(e.getCause() instanceof CSVException)) {
          throw e.getCause();
        }
        row++;
        throw unusable("the row begins in line " + (line + 1) + " and has a quote that is not closed, or one within a value; a quote within a quoted value is"
            + " written twice", e);
      }
    }
  }

  private CSVParser parser(CSVFormat format, Reader reader) throws IOException {
    try {
      return format.parse(reader);
    } catch (IllegalArgumentException e) {
      throw unusable("its first line cannot be used: " + e.getMessage(), e);
    }
  }

  private void add(CSVRecord next) {
    if (StreamSupport.stream(next.spliterator(), false).allMatch(String::isBlank)) {
      throw unusable("the row is empty; take it out", null);
    }
    if (!next.isConsistent()) {
      throw unusable("the row has " + next.size() + " columns and the first line " + next.getParser().getHeaderNames().size(), null);
    }
    if (!next.get("event_name").equals("OrderFilled")) {
      other++;
      return;
    }
    long block = NumberText.id(next.get("block_number")).map(Long::parseLong)
        .orElseThrow(() -> unusable("block_number is no block: '" + next.get("block_number") + "'", null));
    ObjectNode record = record(next, block);
    times.merge(block, time(next.get("created_at")), Math::min);
    Fill earlier = fills.putIfAbsent(record.at("/object/id").asText(), new Fill(row, block, record));
    if (earlier != null && !earlier.record.equals(record)) {
      throw unusable("row " + earlier.row + " has another fill of the same order in the same transaction; take one of the two out", null);
    }
    repeated += earlier == null ? 0 : 1;
  }

  private long time(String text) {
    try {
      return OffsetDateTime.parse(text.strip(), text.indexOf('T') > 0 ? DateTimeFormatter.ISO_OFFSET_DATE_TIME : RECORDED).toEpochSecond();
    } catch (DateTimeException e) {
      throw unusable("created_at is no time with its distance from UTC, such as 2025-12-19 21:04:05+00 or 2025-12-19T21:04:05Z: '" + text + "'", e);
    }
  }

  private ObjectNode record(CSVRecord next, long block) {
    JsonNode args;
    try {
      args = JSON.readTree(next.get("args"));
    } catch (JsonProcessingException e) {
      throw unusable("args is not one JSON object", e);
    }
    String transaction = next.get("transaction_hash").strip().toLowerCase(Locale.ROOT);
    if (transaction.isEmpty()) {
      throw unusable("transaction_hash is empty", null);
    }
    String order = argument(args, "orderHash");
    ObjectNode record = JSON.createObjectNode();
    record.put("record", "entity").put("subgraph", Schemas.ORDERBOOK).put("entity", FILL.name()).put("block", block);
    ObjectNode object = record.putObject("object")
        .put("id", transaction + "_" + order)
        .put("transactionHash", transaction)
        .put("timestamp", "0")
        .put("orderHash", order)
        .put("maker", argument(args, "maker"))
        .put("taker", argument(args, "taker"))
        .put("makerAssetId", argument(args, "makerAssetId"))
        .put("takerAssetId", argument(args, "takerAssetId"))
        .put("makerAmountFilled", argument(args, "making"))
        .put("takerAmountFilled", argument(args, "taking"))
        .put("fee", argument(args, "fee"));
    for (EntityType.Field field : FILL.fields()) {
      try {
        Values.coerce(field, object.path(field.name()).asText());
      } catch (QueryException e) {
        throw unusable(field.name() + ": " + e.getMessage(), e);
      }
    }
    return record;
  }

  private String argument(JsonNode args, String field) {
    if (!args.hasNonNull(field)) {
      throw unusable("the log's arguments lack " + field, null);
    }
    return args.get(field).asText().toLowerCase(Locale.ROOT);
  }

  private void write(Path feed) throws IOException {
    List<Fill> ordered = fills.values().stream().sorted(Comparator.comparingLong(Fill::block)).toList();
    try (Writer writer = Files.newBufferedWriter(feed)) {
      for (Fill fill : ordered) {
        ((ObjectNode) fill.record.path("object")).put("timestamp", Long.toString(times.get(fill.block)));
        writer.write(JSON.writeValueAsString(fill.record));
        writer.write('\n');
      }
    }
  }

  private SandboxFileException unusable(String message, Throwable cause) {
    return SandboxFileException.ofTable(file, row, message, cause);
  }
}
