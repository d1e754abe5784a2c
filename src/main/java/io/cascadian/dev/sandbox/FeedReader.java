package io.cascadian.dev.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.files.FileJson;
import io.cascadian.files.LineReader;
import io.cascadian.files.PackedFile;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipException;

/**
 * Reads the recorded history that a feed file holds.
 *
 * <p>JSON lines: {@code entity}, {@code event}, {@code market}, {@code token}, {@code condition}, {@code resolution} and {@code head} records,
 * in any order, as {@code docs/schemas/feed.md} describes them; unpacked when it is compressed with gzip. A line that cannot be served
 * stops the reading: a replay of half a history would look like a whole one. Used once.
 */
public final class FeedReader {

  private static final ObjectMapper JSON = new ObjectMapper().enable(
      DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY,
      DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final int LONGEST_LINE = 1 << 22;

  private final String file;
  private final Map<String, Map<EntityType, List<RecordedRow>>> rows = new LinkedHashMap<>();
  private final Map<String, Dataset.Event> events = new LinkedHashMap<>();
  private final Map<String, List<Dataset.Market>> markets = new LinkedHashMap<>();
  private final List<Dataset.Resolution> resolutions = new ArrayList<>();
  /** The lines of events and markets, which a history has once. */
  private final Map<String, Long> catalogueLines = new HashMap<>();
  private long line;
  private long lastBlock;
  private long lastTimestamp;

  private FeedReader(String file) {
    this.file = file;
    // every entity is there, if empty: a reader that asks for it gets an empty page rather than an error
    Schemas.subgraphs().forEach((subgraph, types) -> {
      Map<EntityType, List<RecordedRow>> tables = new LinkedHashMap<>();
      types.values().forEach(type -> tables.put(type, new ArrayList<>()));
      rows.put(subgraph, tables);
    });
  }

  /** @throws SandboxFileException naming the line that cannot be served, or the file when it cannot be read at all */
  public static Dataset read(Path file) {
    CRC32 checksum = new CRC32();
    FeedReader feed = new FeedReader(file.getFileName().toString());
    try (LineReader lines = new LineReader(PackedFile.unpacked(new CheckedInputStream(Files.newInputStream(file), checksum)), LONGEST_LINE)) {
      for (String text = lines.next(); text != null; text = lines.next()) {
        feed.line = lines.number();
        if (lines.isTooLong()) {
          throw SandboxFileException.ofFeed(feed.file, feed.line, "the line is longer than " + LONGEST_LINE + " characters", null);
        }
        if (!text.isBlank()) {
          feed.add(text);
        }
      }
    } catch (EOFException | ZipException e) {
      throw SandboxFileException.ofFeed(feed.file, feed.line + 1, "the compressed file is cut off or damaged here", e);
    } catch (IOException e) {
      throw SandboxFileException.ofFeed(file.toString(), 0, PackedFile.whyUnreadable(e), e);
    }
    return feed.dataset("feed " + Long.toHexString(checksum.getValue()));
  }

  private void add(String text) {
    try {
      JsonNode record = JSON.readTree(text);
      if (!record.isObject()) {
        throw new IllegalArgumentException("a line is one object with a field 'record'");
      }
      switch (record.path("record").asText()) {
        case "entity" -> entity(record);
        case "token" -> row(Schemas.ORDERBOOK, "MarketData", record, text(record, "token_id"), text(record, "condition_id"), number(record, "outcome_index"));
        case "condition" -> row(Schemas.PNL, "Condition", record, text(record, "condition_id"), texts(record, "token_ids"),
            texts(record, "payout_numerators"), texts(record, "payout_numerators").stream().mapToLong(Long::parseLong).sum());
        case "event" -> event(record);
        case "market" -> market(record);
        case "resolution" -> resolution(record);
        case "head" -> reached(number(record, "block"), number(record, "timestamp"));
        default -> throw new IllegalArgumentException("there is no record '" + record.path("record").asText() + "'");
      }
    } catch (JsonProcessingException e) {
      // the parser's words, without the names of its classes and options
      throw SandboxFileException.ofFeed(file, line, "not one JSON object: " + FileJson.whyMalformed(e), e);
    } catch (NumberFormatException e) {
      throw SandboxFileException.ofFeed(file, line, "a field that must be a number is none: " + e.getMessage(), e);
    } catch (IllegalArgumentException | QueryException e) {
      throw SandboxFileException.ofFeed(file, line, e.getMessage(), e);
    }
  }

  private void entity(JsonNode record) {
    EntityType type = Schemas.entity(text(record, "subgraph"), text(record, "entity"));
    JsonNode object = record.path("object");
    List<Object> values = new ArrayList<>();
    for (EntityType.Field field : type.fields()) {
      JsonNode value = object.path(field.name());
      if ((value.isMissingNode() || value.isNull()) && !field.nullable()) {
        throw new IllegalArgumentException(type.name() + " needs " + field.name());
      }
      values.add(value(field, value));
    }
    add(text(record, "subgraph"), type, values, record);
    reached(number(record, "block"), object.path("timestamp").asLong(0));
  }

  private void add(String subgraph, EntityType type, List<Object> values, JsonNode record) {
    long block = number(record, "block");
    long removed = record.hasNonNull("removed_at_block") ? number(record, "removed_at_block") : Long.MAX_VALUE;
    if (removed <= block) {
      throw new IllegalArgumentException("removed_at_block " + removed + " must be after block " + block);
    }
    rows.get(subgraph).get(type).add(new RecordedRow(new RowTable.Row(values, block, removed), line));
  }

  private static Object value(EntityType.Field field, JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!field.list()) {
      return Values.coerce(field, value.asText());
    }
    List<Object> values = new ArrayList<>();
    value.forEach(v -> values.add(Values.coerce(field, v.asText())));
    return values;
  }

  private void row(String subgraph, String entity, JsonNode record, Object... values) {
    EntityType type = Schemas.entity(subgraph, entity);
    List<Object> coerced = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      coerced.add(value(type.fields().get(i), JSON.valueToTree(values[i])));
    }
    add(subgraph, type, coerced, record);
    reached(number(record, "block"), 0);
  }

  private void event(JsonNode record) {
    String id = text(record, "id");
    once("event " + id);
    events.put(id, new Dataset.Event(
        id, text(record, "slug"), text(record, "title"), optional(record, "category").orElse(null), texts(record, "tags"),
        optional(record, "neg_risk_market_id").orElse(null), record.path("created_at").asLong(0),
        record.hasNonNull("ends_at") ? number(record, "ends_at") : null, List.of()));
  }

  private void market(JsonNode record) {
    once("market " + text(record, "id") + " of the event " + text(record, "event_id"));
    markets.computeIfAbsent(text(record, "event_id"), e -> new ArrayList<>()).add(new Dataset.Market(
        text(record, "id"), text(record, "condition_id"), optional(record, "question_id").orElse(""), text(record, "question"),
        optional(record, "slug").orElse(""), texts(record, "outcomes"), texts(record, "token_ids"),
        record.hasNonNull("closed_at") ? number(record, "closed_at") : null));
  }

  private void once(String what) {
    Long earlier = catalogueLines.putIfAbsent(what, line);
    if (earlier != null) {
      throw new IllegalArgumentException("the " + what + " is in line " + earlier + " already; take one of the two out");
    }
  }

  private void resolution(JsonNode record) {
    List<BigDecimal> payouts = texts(record, "payouts").stream().map(BigDecimal::new).toList();
    boolean addUp = payouts.stream().reduce(BigDecimal.ZERO, BigDecimal::add).compareTo(BigDecimal.ONE) == 0;
    if (!payouts.isEmpty() && (payouts.size() != 2 || !addUp || payouts.stream().anyMatch(p -> p.signum() < 0))) {
      throw new IllegalArgumentException("payouts must be two fractions that sum to 1, but are " + payouts);
    }
    resolutions.add(new Dataset.Resolution(
        text(record, "condition_id"), optional(record, "market_id").orElse(null), payouts.isEmpty() ? null : payouts,
        record.hasNonNull("resolved_at") ? number(record, "resolved_at") : null));
  }

  private void reached(long block, long timestamp) {
    lastBlock = Math.max(lastBlock, block);
    lastTimestamp = Math.max(lastTimestamp, timestamp);
  }

  private Dataset dataset(String identity) {
    Map<String, List<EntityTable>> subgraphs = new LinkedHashMap<>();
    rows.forEach((subgraph, tables) -> {
      List<EntityTable> served = new ArrayList<>();
      tables.forEach((type, ofType) -> {
        RecordedRow.requireDistinct(file, type, ofType);
        RecordedRow.requireReferences(file, type, ofType, tables);
        served.add(RowTable.of(type, ofType.stream().map(RecordedRow::row).toList()));
      });
      subgraphs.put(subgraph, served);
    });
    List<Dataset.Event> catalogue = new ArrayList<>();
    events.forEach((id, event) -> catalogue.add(new Dataset.Event(
        id, event.slug(), event.title(), event.category(), event.tags(), event.negRiskMarketId(), event.createdAt(), event.endsAt(),
        markets.getOrDefault(id, List.of()))));
    markets.keySet().stream().filter(id -> !events.containsKey(id)).findFirst().ifPresent(id -> {
      throw SandboxFileException.ofFeed(file, line, "a market belongs to the event " + id + ", but there is no such event record", null);
    });
    return new Dataset(identity, lastBlock, lastTimestamp, subgraphs, catalogue, resolutions);
  }

  private static Optional<String> optional(JsonNode record, String field) {
    return record.hasNonNull(field) ? Optional.of(record.path(field).asText()) : Optional.empty();
  }

  private static String text(JsonNode record, String field) {
    return optional(record, field).orElseThrow(() -> new IllegalArgumentException("the field " + field + " is missing"));
  }

  private static long number(JsonNode record, String field) {
    return Long.parseLong(text(record, field));
  }

  private static List<String> texts(JsonNode record, String field) {
    List<String> texts = new ArrayList<>();
    record.path(field).forEach(v -> texts.add(v.asText()));
    return texts;
  }
}
