package io.cascadian.resolution;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * What kind of file was dropped? Recognised by its shape, not by its name.
 *
 * @param path the file; a name ending in {@code .gz} is unpacked when read
 */
record DroppedFile(Path path) {

  /** The kinds of file that are understood. */
  enum Kind {
    RESOLUTION_MAP, BACKFILLED_REPORT, MARKET_LOOKUPS, MARKETS, EVENTS, OTHER_ARRAY
  }

  InputStream open() throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
    return path.getFileName().toString().endsWith(".gz") ? new BufferedInputStream(new GZIPInputStream(in), 1 << 16) : in;
  }

  /** A file that is no JSON at all counts as a map, whose reader says where it is broken. */
  Kind kind() throws IOException {
    try (InputStream in = open(); JsonParser json = new JsonFactory().createParser(in)) {
      JsonToken first = json.nextToken();
      if (first == JsonToken.START_ARRAY) {
        return kindOfArray(json);
      }
      if (first != JsonToken.START_OBJECT) {
        return Kind.RESOLUTION_MAP;
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String field = json.currentName();
        if (field.equals("resolutions")) {
          return Kind.RESOLUTION_MAP;
        }
        if (field.equals("valid_backfill_mappings") || field.equals("not_found_in_local_sample")) {
          return Kind.BACKFILLED_REPORT;
        }
        if (field.equals("condition_id")) {
          return Kind.MARKET_LOOKUPS;
        }
        json.nextToken();
        json.skipChildren();
      }
      return Kind.RESOLUTION_MAP;
    } catch (JsonProcessingException e) {
      return Kind.RESOLUTION_MAP;
    }
  }

  /** @throws FileRejectedException when it is not JSON to its end */
  void requireWhole() throws IOException, FileRejectedException {
    try (InputStream in = open(); JsonParser json = new JsonFactory().createParser(in)) {
      while (json.nextToken() != null) {
        json.skipChildren();
      }
    } catch (JsonProcessingException e) {
      throw FileRejectedException.notJson(e);
    } catch (EOFException | ZipException e) {
      throw FileRejectedException.notCompressed(e);
    }
  }

  private static Kind kindOfArray(JsonParser json) throws IOException {
    if (json.nextToken() == JsonToken.START_OBJECT) {
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String field = json.currentName();
        if (field.equals("condition_id")) {
          return Kind.MARKETS;
        }
        if (field.equals("event_id")) {
          return Kind.EVENTS;
        }
        json.nextToken();
        json.skipChildren();
      }
    }
    return Kind.OTHER_ARRAY;
  }
}
