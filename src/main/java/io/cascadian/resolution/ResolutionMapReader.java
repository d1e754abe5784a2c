package io.cascadian.resolution;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Which conditions does a resolution map resolve, and what about its other rows?
 *
 * <p>Reads the {@code resolutions} array wherever it stands among the header fields, entry by entry, in constant memory. Header counters
 * are kept for comparison and never used. Stateless.
 */
final class ResolutionMapReader {

  private static final JsonFactory JSON = new JsonFactory();
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
    return reading(in, e -> entries.accept(new ResolutionEntry(e.conditionId(), e.marketId(), e.payouts(), e.yesNo(), null)), Reading::list);
  }

  private interface Shape {
    MapFacts read(Reading reading) throws IOException, FileRejectedException;
  }

  private static MapFacts reading(InputStream in, Consumer<ResolutionEntry> entries, Shape shape) throws IOException, FileRejectedException {
    try (JsonParser json = JSON.createParser(in)) {
      return shape.read(new Reading(json, entries));
    } catch (JsonProcessingException e) {
      throw FileRejectedException.notJson(e);
    }
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
        throw new FileRejectedException("not-an-array", "expected an array, but the file begins with " + json.currentToken());
      }
      array();
      return end();
    }

    private MapFacts map() throws IOException, FileRejectedException {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new FileRejectedException("not-an-object",
            "expected an object with an array 'resolutions', but the file begins with " + json.currentToken());
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String field = json.currentName();
        JsonToken value = json.nextToken();
        if (field.equals("resolutions")) {
          if (value != JsonToken.START_ARRAY) {
            throw new FileRejectedException("resolutions-not-an-array", "'resolutions' must be an array, but is " + value);
          }
          array();
        } else if (value == JsonToken.VALUE_NUMBER_INT) {
          header.put(field, json.getLongValue());
        } else if (field.equals("last_updated") && value == JsonToken.VALUE_STRING) {
          lastUpdated = time(json.getText(), "last-updated-unreadable");
        } else {
          json.skipChildren();
        }
      }
      if (lastUpdated == null && !notes.containsKey("last-updated-unreadable")) {
        notes.put("last-updated-absent", 1L);
      }
      return end();
    }

    private MapFacts end() throws IOException, FileRejectedException {
      if (json.nextToken() != null) {
        throw new FileRejectedException("malformed", "there is more after the end of the map" + FileRejectedException.WHAT_TO_DO);
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
        Map<String, String> entry = entry();
        hash.add(new TreeMap<>(entry).toString());
        try {
          accept(entry);
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
      entries.accept(new ResolutionEntry(parsed.conditionId(), parsed.marketId(), parsed.payouts(), parsed.yesNo(), resolvedAt));
    }

    /** The entry's scalar fields as text, null ones as null, arrays of scalars joined by commas. */
    private Map<String, String> entry() throws IOException {
      Map<String, String> entry = new HashMap<>();
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String field = json.currentName();
        JsonToken value = json.nextToken();
        if (value == JsonToken.VALUE_NULL) {
          entry.put(field, null);
        } else if (value == JsonToken.START_ARRAY) {
          StringBuilder joined = new StringBuilder();
          while (json.nextToken() != JsonToken.END_ARRAY) {
            joined.append(joined.length() == 0 ? "" : ",").append(json.currentToken().isScalarValue() ? json.getText() : "?");
            json.skipChildren();
          }
          entry.put(field, joined.toString());
        } else if (value.isScalarValue()) {
          entry.put(field, json.getText());
        } else {
          json.skipChildren();
        }
      }
      return entry;
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
