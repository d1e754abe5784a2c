package io.cascadian.resolution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.store.DeadLetter;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.Postgres;
import io.cascadian.store.StorableText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records the result of each dropped file in the table {@code resolution_files}, and makes the dead letter of a rejected one. */
final class FileRecords {

  private static final Logger LOG = LoggerFactory.getLogger(FileRecords.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int EXCERPT = 4_096;
  /** The route that takes files from the drop folder. */
  private static final String DROP_ROUTE = "resolution-file-watch";
  /** Callers over HTTP see payloads as they are: no word of an exception may be in one. */
  private static final String UNREADABLE = "(the file could not be read)";

  private final Postgres postgres;
  private final Path failed;

  /** @param failed the folder that rejected files are moved to */
  FileRecords(Postgres postgres, Path failed) {
    this.postgres = postgres;
    this.failed = failed;
  }

  /**
   * Holds the result of one file.
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

    /** Returns how many entries were not applied, by reason. An entry that the catalogue or a map has already is none of them. */
    Map<String, Long> skipped() {
      Map<String, Long> skipped = new TreeMap<>();
      for (String name : List.of("skipped", "markets_skipped", "events_skipped")) {
        if (facts.get(name) instanceof Map<?, ?> reasons) {
          reasons.forEach((reason, entries) -> skipped.merge((String) reason, ((Number) entries).longValue(), Long::sum));
        }
      }
      skipped.remove("known-to-catalogue");
      if (facts.get("conflicts") instanceof Number conflicts && conflicts.longValue() > 0) {
        skipped.put("conflicts", conflicts.longValue());
      }
      return skipped;
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

  /** Returns the dead letter of a rejected file, with its beginning. */
  DeadLetter.Rejected letter(Path file, Outcome outcome) {
    String name = file.getFileName().toString();
    return new DeadLetter.Rejected(
        "resolution-map", outcome.reason.substring(0, outcome.reason.indexOf(':')), outcome.reason, excerpt(file), name, replayed(file.getFileName()));
  }

  void add(Path file, Outcome outcome, FenceGuard guard) {
    String name = file.getFileName().toString();
    postgres.inTransaction("record a dropped file", connection -> {
      guard.checkIn(connection);
      try (var insert = connection.prepareStatement(
          "INSERT INTO resolution_files (name, size_bytes, content_hash, last_updated, status, reason, rows_written, counts, fence)"
              + " VALUES (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?)")) {
        insert.setString(1, name);
        insert.setLong(2, size(file));
        insert.setString(3, outcome.contentHash);
        insert.setTimestamp(4, outcome.lastUpdated == null ? null : Timestamp.from(outcome.lastUpdated));
        insert.setString(5, outcome.status);
        insert.setString(6, StorableText.of(outcome.reason));
        insert.setLong(7, outcome.written);
        insert.setString(8, json(outcome.facts));
        insert.setLong(9, guard.fence());
        return insert.executeUpdate();
      }
    });
  }

  /** Returns the size of a file or another entry, such as a dangling link; 0 when it no longer exists. */
  private static long size(Path file) {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).size();
    } catch (IOException e) {
      LOG.warn("Dropped file {}: its size cannot be read and is recorded as 0: {}", file, e.toString());
      return 0;
    }
  }

  /** Returns the exchange for a dead letter; a replay drops the file again under its former name, from the folder of failed files. */
  private DeadLetter.FailedExchange replayed(Path name) {
    Map<String, Object> headers = Map.of(
        "CamelFileName", ArrivalNames.original(name.toString()), DeadLetter.FILE, failed.resolve(name).toAbsolutePath().toString());
    return new DeadLetter.FailedExchange(DROP_ROUTE, json(headers), "file", 1);
  }

  private static String excerpt(Path file) {
    if (!Files.isRegularFile(file)) {
      // reading a pipe would never end
      return UNREADABLE;
    }
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(EXCERPT), StandardCharsets.UTF_8).replace("\u0000", "\uFFFD");
      return text.length() < EXCERPT ? text : text + "…";
    } catch (IOException e) {
      LOG.warn("Dropped file {}: its beginning cannot be read; the dead letter has none of it: {}", file, e.toString());
      return UNREADABLE;
    }
  }

  private static String json(Map<String, Object> facts) {
    try {
      return StorableText.ofJson(JSON.writeValueAsString(facts));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("counts are plain values", e);
    }
  }
}
