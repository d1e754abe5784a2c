package io.cascadian.embedded.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * Turns a table of decoded exchange logs (CSV with {@code transaction_hash, block_number, event_name, args, created_at}) into a feed of
 * order-filled events.
 *
 * <p>The logs have no block time: a block gets the time at which its first log was recorded. Only OrderFilled logs become records; others
 * are counted.
 */
public final class OnchainFillsConverter {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter RECORDED = new DateTimeFormatterBuilder()
      .appendPattern("yyyy-MM-dd HH:mm:ss").appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true).appendOffset("+HHmm", "+00")
      .toFormatter(Locale.ROOT);

  private OnchainFillsConverter() {}

  /**
   * What was done.
   *
   * @param other logs of other events, left out
   */
  public record Converted(long fills, long other) {}

  /** @throws IllegalArgumentException naming the row that cannot be read */
  public static Converted convert(Path csv, Path feed) throws IOException {
    List<CSVRecord> fills = new ArrayList<>();
    Map<Long, Long> times = new HashMap<>();
    long other = 0;
    try (InputStream raw = Files.newInputStream(csv);
        InputStream in = csv.getFileName().toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      for (CSVRecord row : CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get().parse(reader)) {
        if (row.get("event_name").equals("OrderFilled")) {
          fills.add(row);
          times.merge(block(row), OffsetDateTime.parse(row.get("created_at"), RECORDED).toEpochSecond(), Math::min);
        } else {
          other++;
        }
      }
    }
    fills.sort(Comparator.comparingLong(OnchainFillsConverter::block));
    try (Writer writer = Files.newBufferedWriter(feed)) {
      for (CSVRecord row : fills) {
        writer.write(JSON.writeValueAsString(record(row, times.get(block(row)))));
        writer.write('\n');
      }
    }
    return new Converted(fills.size(), other);
  }

  private static long block(CSVRecord row) {
    return Long.parseLong(row.get("block_number"));
  }

  private static ObjectNode record(CSVRecord row, long time) throws IOException {
    JsonNode args = JSON.readTree(row.get("args"));
    String transaction = row.get("transaction_hash").toLowerCase(Locale.ROOT);
    String order = lower(args, "orderHash", row);
    ObjectNode record = JSON.createObjectNode();
    record.put("record", "entity").put("subgraph", Schemas.ORDERBOOK).put("entity", "OrderFilledEvent").put("block", block(row));
    record.putObject("object")
        .put("id", transaction + "_" + order)
        .put("transactionHash", transaction)
        .put("timestamp", Long.toString(time))
        .put("orderHash", order)
        .put("maker", lower(args, "maker", row))
        .put("taker", lower(args, "taker", row))
        .put("makerAssetId", lower(args, "makerAssetId", row))
        .put("takerAssetId", lower(args, "takerAssetId", row))
        .put("makerAmountFilled", lower(args, "making", row))
        .put("takerAmountFilled", lower(args, "taking", row))
        .put("fee", lower(args, "fee", row));
    return record;
  }

  private static String lower(JsonNode args, String field, CSVRecord row) {
    if (!args.hasNonNull(field)) {
      throw new IllegalArgumentException("row " + row.getRecordNumber() + ": the log's arguments lack " + field);
    }
    return args.get(field).asText().toLowerCase(Locale.ROOT);
  }
}
