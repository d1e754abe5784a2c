package io.cascadian.resolution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.store.DeadLetters;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.Postgres;
import io.cascadian.store.StepResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The promise that each file that was dropped is dealt with exactly once: applied, found unchanged, noted, or rejected with the reason.
 *
 * <p>Files wait in {@code .inbox} of the drop folder, whole, named by the time of their arrival, and end in {@code .done} or
 * {@code .failed}; what became of them is in the table {@code resolution_files}, a rejected one in the dead letters as well. A crash before
 * a file is moved away means that it is looked at again, which changes nothing. Called under the run lock.
 */
public final class ResolutionInbox {

  private static final Logger LOG = LoggerFactory.getLogger(ResolutionInbox.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int EXCERPT = 4_096;

  private final Path drop;
  private final ResolutionMaps maps;
  private final DimensionFiles dimensions;
  private final Postgres postgres;
  private final DeadLetters deadLetters;

  /** @param drop the watched folder; created when missing */
  public ResolutionInbox(Path drop, ResolutionMaps maps, DimensionFiles dimensions, Postgres postgres, DeadLetters deadLetters) {
    this.drop = drop;
    this.maps = maps;
    this.dimensions = dimensions;
    this.postgres = postgres;
    this.deadLetters = deadLetters;
    try {
      for (String folder : List.of(".inbox", ".done", ".failed")) {
        Files.createDirectories(drop.resolve(folder));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the drop folder " + drop + " cannot be used", e);
    }
  }

  /** Where whole files wait. */
  public Path folder() {
    return drop.resolve(".inbox");
  }

  /** Whether there is anything to do. */
  public boolean isWaiting() {
    return !waiting().isEmpty();
  }

  /** What became of one file. */
  private record Outcome(String status, String reason, long written, String contentHash, Instant lastUpdated, Map<String, Object> facts) {}

  /**
   * Deals with every waiting file, oldest first.
   *
   * @throws FilesRejectedException after all are dealt with, when any was rejected
   */
  public StepResult process(FenceGuard guard) {
    Map<String, Object> files = new LinkedHashMap<>();
    List<String> rejected = new ArrayList<>();
    long written = 0;
    for (Path file : waiting()) {
      String name = file.getFileName().toString();
      Outcome outcome;
      try {
        outcome = one(new DroppedFile(file), guard);
      } catch (NoSuchFileException e) {
        // taken back by whoever dropped it
        LOG.warn("Dropped file {} has gone again", name);
        continue;
      } catch (IOException e) {
        outcome = new Outcome("rejected", "unreadable: " + e, 0, null, null, Map.of());
      } catch (FileRejectedException e) {
        outcome = new Outcome("rejected", e.reason() + ": " + e.getMessage(), 0, null, null, Map.of());
      }
      record(file, outcome, guard);
      boolean good = !outcome.status.equals("rejected");
      if (!good) {
        rejected.add(name + ": " + outcome.reason);
      }
      written += outcome.written;
      files.put(name, describe(outcome));
      move(file, good ? ".done" : ".failed");
      LOG.info("  {}: {}", name, describe(outcome));
    }
    if (!rejected.isEmpty()) {
      throw new FilesRejectedException(rejected, files.size());
    }
    return new StepResult(written, details(files));
  }

  private static Map<String, Object> details(Map<String, Object> files) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("files", files.size());
    details.put("results", files);
    return details;
  }

  private Outcome one(DroppedFile file, FenceGuard guard) throws IOException, FileRejectedException {
    switch (file.kind()) {
      case RESOLUTION_MAP -> {
        ResolutionMaps.Applied applied = maps.apply(file, guard);
        return new Outcome(applied.changed() ? "applied" : "unchanged", null, applied.written(), applied.contentHash(),
            applied.lastUpdated(), applied.facts());
      }
      case BACKFILLED_REPORT -> {
        try (InputStream in = file.open()) {
          return new Outcome("noted", "a report, nothing to apply", 0, null, null, BackfilledReport.read(in).facts());
        }
      }
      case MARKET_LOOKUPS -> {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(file.open(), StandardCharsets.UTF_8))) {
          return new Outcome("noted", "market ids come from the catalogue, nothing to apply", 0, null, null, MarketLookupReader.read(lines));
        }
      }
      case MARKETS -> {
        ResolutionMaps.Applied applied = maps.applyList(file, guard);
        try (InputStream in = file.open()) {
          return list(dimensions.markets(in, guard), applied.written(), applied.facts());
        }
      }
      case EVENTS -> {
        file.requireWhole();
        try (InputStream in = file.open()) {
          return list(dimensions.events(in, guard), 0, Map.of());
        }
      }
      default -> throw new FileRejectedException("not-an-object",
          "expected an object with an array 'resolutions', but the file is an array of neither markets nor events, or an empty one");
    }
  }

  /** Without a content hash, which only maps are known by. */
  private static Outcome list(StepResult dimensions, long resolutionsWritten, Map<String, Object> resolutionFacts) {
    long written = dimensions.rows() + resolutionsWritten;
    Map<String, Object> facts = new LinkedHashMap<>(dimensions.details());
    facts.putAll(resolutionFacts);
    return new Outcome(written > 0 ? "applied" : "unchanged", null, written, null, null, facts);
  }

  private void record(Path file, Outcome outcome, FenceGuard guard) {
    String name = file.getFileName().toString();
    if (outcome.status.equals("rejected")) {
      deadLetters.record("resolution-map", outcome.reason.substring(0, outcome.reason.indexOf(':')), outcome.reason, excerpt(file), name);
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

  private static Map<String, Object> describe(Outcome outcome) {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("status", outcome.status);
    if (outcome.reason != null) {
      described.put("reason", outcome.reason);
    }
    described.put("written", outcome.written);
    described.putAll(outcome.facts);
    return described;
  }

  private List<Path> waiting() {
    try (Stream<Path> files = Files.list(folder())) {
      return files.filter(f -> !f.getFileName().toString().startsWith(".")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the folder " + folder() + " cannot be read", e);
    }
  }

  private void move(Path file, String folder) {
    try {
      Files.move(file, drop.resolve(folder).resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("the file " + file + " cannot be moved to " + folder, e);
    }
  }

  private static String excerpt(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(EXCERPT), StandardCharsets.UTF_8).replace("\u0000", "\uFFFD");
      return text.length() < EXCERPT ? text : text + "…";
    } catch (IOException e) {
      return "(unreadable: " + e + ")";
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
