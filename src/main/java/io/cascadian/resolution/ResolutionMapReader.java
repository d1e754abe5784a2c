package io.cascadian.resolution;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.cascadian.files.FileJson;
import io.cascadian.files.ListEntry;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Reads which conditions a resolution map resolves, and counts its other entries.
 *
 * <p>Reads the {@code resolutions} array wherever it stands among the header fields, entry by entry, in constant memory. Header counters
 * are kept for comparison and never used; other fields, of the header and of entries, are passed over, whatever they hold. Stateless.
 */
final class ResolutionMapReader {

  private static final Set<String> COUNTERS = Set.of(MapFacts.RESOLVED, MapFacts.TOTAL);
  /** Raised when entries are understood differently, here or in {@link MapEntry}: a map that was applied by other rules is compared again. */
  private static final String RULES = "2";
  private static final String UNREADABLE_TIME = "last-updated-unreadable";
  /** More numbers than a condition can have outcomes. */
  private static final int LONGEST_VECTOR = 1_000;
  /** The last year that ClickHouse can hold to the millisecond is 2299. */
  private static final Instant END = Instant.parse("2300-01-01T00:00:00Z");

  private ResolutionMapReader() {}

  /**
   * Reads a map to its end.
   *
   * @param entries gets each resolved entry; what it got counts only when this returns
   * @throws FileRejectedException when it is no resolution map, or not all of one
   */
  static MapFacts read(InputStream in, Consumer<ResolutionEntry> entries) throws IOException, FileRejectedException {
    return reading(in, entries, Reading::map);
  }

  /**
   * Reads a bare array of entries to its end. Such lists have the scheduled end of a market as its time of resolution, so that is left out.
   *
   * @throws FileRejectedException when it is no array, or not all of one
   */
  static MapFacts readList(InputStream in, Consumer<ResolutionEntry> entries) throws IOException, FileRejectedException {
    return reading(in, e -> entries.accept(new ResolutionEntry(e.conditionId(), e.marketId(), e.payouts(), e.yesNo(), e.byLabel(), null)), Reading::list);
  }

  private interface Shape {
    MapFacts read(Reading reading) throws IOException, FileRejectedException;
  }

  private static MapFacts reading(InputStream in, Consumer<ResolutionEntry> entries, Shape shape) throws IOException, FileRejectedException {
    try (JsonParser json = FileJson.parser(in)) {
      return shape.read(new Reading(json, entries));
    } catch (JsonProcessingException e) {
      throw FileRejectedException.notJson(e);
    }
  }

  /** Returns a value as text: null and NaN as null, an array as its scalars in brackets, so that nothing which is no scalar passes for one. */
  private static String text(JsonParser json) throws IOException {
    JsonToken value = json.currentToken();
    if (value == JsonToken.START_OBJECT) {
      json.skipChildren();
      return "{}";
    }
    if (value != JsonToken.START_ARRAY) {
      return value == JsonToken.VALUE_NULL || value == JsonToken.VALUE_NUMBER_FLOAT && json.getText().equals("NaN") ? null : json.getText();
    }
    StringBuilder joined = new StringBuilder("[");
    int count = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (++count <= LONGEST_VECTOR) {
        joined.append(count == 1 ? "" : ",").append(json.currentToken().isScalarValue() ? json.getText() : "?");
      }
      json.skipChildren();
    }
    return joined.append(count > LONGEST_VECTOR ? ",?]" : "]").toString();
  }

  private static String named(JsonToken token) {
    return switch (token) {
      case START_ARRAY -> "an array";
      case START_OBJECT -> "an object";
      case VALUE_STRING -> "text";
      case VALUE_NULL -> "null";
      case VALUE_TRUE, VALUE_FALSE -> "true or false";
      default -> "a number";
    };
  }

  private static final class Reading {
    private final JsonParser json;
    private final Consumer<ResolutionEntry> entries;
    private final Map<String, Long> outcomes = new TreeMap<>();
    private final Map<String, Long> skipped = new TreeMap<>();
    private final Map<String, Long> notes = new TreeMap<>();
    private final Map<String, Long> header = new TreeMap<>();
    private final ContentHash hash = new ContentHash();
    private Instant lastUpdated;
    private long rows = -1;

    private Reading(JsonParser json, Consumer<ResolutionEntry> entries) {
      this.json = json;
      this.entries = entries;
    }

    private MapFacts list() throws IOException, FileRejectedException {
      if (json.nextToken() != JsonToken.START_ARRAY) {
        throw new FileRejectedException("not-an-array", "expected an array, but the file is none");
      }
      array();
      return end();
    }

    private MapFacts map() throws IOException, FileRejectedException {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new FileRejectedException("not-an-object",
            "expected an object with an array 'resolutions', but the file " + (json.currentToken() == null ? "is empty" : "begins with "
                + named(json.currentToken())));
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String field = json.currentName();
        JsonToken value = json.nextToken();
        if (field.equals("resolutions")) {
          if (value != JsonToken.START_ARRAY) {
            throw new FileRejectedException("resolutions-not-an-array", "'resolutions' must be an array, but is " + named(value));
          }
          array();
        } else if (COUNTERS.contains(field) && value == JsonToken.VALUE_NUMBER_INT && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
          header.put(field, json.getLongValue());
        } else if (field.equals("last_updated") && value == JsonToken.VALUE_STRING) {
          Instant time = time(json.getText(), UNREADABLE_TIME);
          if (lastUpdated != null && !lastUpdated.equals(time)) {
            // which of them is the file's time is unknown
            notes.putIfAbsent(UNREADABLE_TIME, 1L);
          }
          lastUpdated = notes.containsKey(UNREADABLE_TIME) ? null : time;
        } else {
          json.skipChildren();
        }
      }
      if (lastUpdated == null && !notes.containsKey(UNREADABLE_TIME)) {
        notes.put("last-updated-absent", 1L);
      }
      return end();
    }

    private MapFacts end() throws IOException, FileRejectedException {
      if (json.nextToken() != null) {
        throw FileRejectedException.moreAfterEnd();
      }
      if (rows < 0) {
        throw new FileRejectedException("resolutions-missing", "there is no array 'resolutions'; is it a resolution map?");
      }
      if (rows == 0) {
        throw new FileRejectedException("resolutions-empty", "there are no entries; what is known stays in force");
      }
      return new MapFacts(rows, outcomes, skipped, notes, header, lastUpdated, hash.value());
    }

    private void array() throws IOException, FileRejectedException {
      rows = Math.max(rows, 0);
      while (json.nextToken() != JsonToken.END_ARRAY) {
        rows++;
        if (json.currentToken() != JsonToken.START_OBJECT) {
          hash.add(String.valueOf(json.currentToken()));
          json.skipChildren();
          skipped.merge("not-an-object", 1L, Long::sum);
          continue;
        }
        ListEntry<String> entry = ListEntry.read(json, MapEntry.FIELDS::contains, ResolutionMapReader::text);
        hash.add(RULES + new TreeMap<>(entry.fields()) + new TreeMap<>(entry.contradictions()));
        try {
          if (!entry.contradictions().isEmpty()) {
            throw new SkippedEntryException("contradictory");
          }
          accept(entry.fields());
        } catch (SkippedEntryException e) {
          skipped.merge(e.getMessage(), 1L, Long::sum);
        }
      }
    }

    private void accept(Map<String, String> entry) throws SkippedEntryException {
      MapEntry parsed = MapEntry.of(entry);
      Long resolvedAt = null;
      if (entry.get("resolved_at") != null) {
        Instant time = time(entry.get("resolved_at"), "resolved-at-unreadable");
        resolvedAt = time == null ? null : time.toEpochMilli();
      }
      outcomes.merge(parsed.outcome(), 1L, Long::sum);
      entries.accept(new ResolutionEntry(parsed.conditionId(), parsed.marketId(), parsed.payouts(), parsed.yesNo(), parsed.byLabel(), resolvedAt));
    }

    private Instant time(String text, String note) {
      try {
        Instant time = Instant.parse(text);
        if (!time.isBefore(Instant.EPOCH) && time.isBefore(END)) {
          return time;
        }
      } catch (DateTimeException e) {
        // counted below, as one that no table can hold is
      }
      notes.merge(note, 1L, Long::sum);
      return null;
    }
  }
}
