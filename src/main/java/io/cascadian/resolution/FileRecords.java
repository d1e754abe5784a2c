package io.cascadian.resolution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.store.DeadLetter;
import io.cascadian.store.DeadLetters;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.Postgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What became of each dropped file? Kept in the table {@code resolution_files}; a rejected one is among the dead letters as well. */
final class FileRecords {

  private static final Logger LOG = LoggerFactory.getLogger(FileRecords.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int EXCERPT = 4_096;
  /** The route that takes files from the drop folder. */
  private static final String DROP_ROUTE = "resolution-drop";
  /** Callers over HTTP see payloads as they are: no word of an exception may be in one. */
  private static final String UNREADABLE = "(the file could not be read)";

  private final Postgres postgres;
  private final DeadLetters deadLetters;
  private final Path failed;

  /** @param failed the folder that rejected files are moved to */
  FileRecords(Postgres postgres, DeadLetters deadLetters, Path failed) {
    this.postgres = postgres;
    this.deadLetters = deadLetters;
    this.failed = failed;
  }

  /**
   * What became of one file.
   *
   * @param reason null where there is nothing to say; of a rejected one a short stable word, a colon, and what to do
   * @param contentHash which only maps are known by
   * @param facts further counts by name
   */
  record Outcome(String status, String reason, long written, String contentHash, Instant lastUpdated, Map<String, Object> facts) {

    static Outcome rejected(String reason, String message) {
      return new Outcome("rejected", reason + ": " + message, 0, null, null, Map.of());
    }

    boolean isRejected() {
      return status.equals("rejected");
    }

    Map<String, Object> described() {
      Map<String, Object> described = new LinkedHashMap<>();
      described.put("status", status);
      if (reason != null) {
        described.put("reason", reason);
      }
      described.put("written", written);
      described.putAll(facts);
      return described;
    }
  }

  void add(Path file, Outcome outcome, FenceGuard guard) {
    String name = file.getFileName().toString();
    if (outcome.isRejected()) {
      deadLetters.recordAll(List.of(new DeadLetter.Rejected(
          "resolution-map", outcome.reason.substring(0, outcome.reason.indexOf(':')), outcome.reason, excerpt(file), name, replayed(name))));
    }
    postgres.inTransaction("record a dropped file", connection -> {
      guard.checkIn(connection);
      try (var insert = connection.prepareStatement(
          "INSERT INTO resolution_files (name, size_bytes, content_hash, last_updated, status, reason, rows_written, counts, fence)"
              + " VALUES (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?)")) {
        insert.setString(1, name);
        insert.setLong(2, Files.size(file));
        insert.setString(3, outcome.contentHash);
        insert.setTimestamp(4, outcome.lastUpdated == null ? null : Timestamp.from(outcome.lastUpdated));
        insert.setString(5, outcome.status);
        insert.setString(6, outcome.reason);
        insert.setLong(7, outcome.written);
        insert.setString(8, json(outcome.facts));
        insert.setLong(9, guard.fence());
        return insert.executeUpdate();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  /** A replay drops the file again, from the folder of those that failed, under the name that it had. */
  private DeadLetter.FailedExchange replayed(String name) {
    Map<String, Object> headers = Map.of(
        "CamelFileName", name.replaceFirst("^\\d{8}-\\d{9}-", ""), DeadLetter.FILE, failed.resolve(name).toAbsolutePath().toString());
    return new DeadLetter.FailedExchange(DROP_ROUTE, json(headers), "file", 1);
  }

  private static String excerpt(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(EXCERPT), StandardCharsets.UTF_8).replace("\u0000", "\uFFFD");
      return text.length() < EXCERPT ? text : text + "…";
    } catch (IOException e) {
      LOG.warn("Dropped file {} cannot be shown", file, e);
      return UNREADABLE;
    }
  }

  private static String json(Map<String, Object> facts) {
    try {
      return JSON.writeValueAsString(facts);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("counts are plain values", e);
    }
  }
}
