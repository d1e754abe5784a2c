package io.cascadian.resolution;

import io.cascadian.resolution.FileRecords.Outcome;
import io.cascadian.store.DeadLetters;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.LostLockException;
import io.cascadian.store.Postgres;
import io.cascadian.store.StepResult;
import io.cascadian.store.StoreException;
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
 * a file is moved away means that it is looked at again, which changes nothing. After a failure that is not a file's own they are left alone for a
 * while. Called under the run lock.
 */
public final class ResolutionInbox {

  private static final Logger LOG = LoggerFactory.getLogger(ResolutionInbox.class);

  private final Path drop;
  private final ResolutionMaps maps;
  private final DimensionFiles dimensions;
  private final FileRecords records;
  private final Pause pause = new Pause(System::nanoTime);

  /** @param drop the watched folder; created when missing */
  public ResolutionInbox(Path drop, ResolutionMaps maps, DimensionFiles dimensions, Postgres postgres, DeadLetters deadLetters) {
    this.drop = drop;
    this.maps = maps;
    this.dimensions = dimensions;
    this.records = new FileRecords(postgres, deadLetters, drop.resolve(".failed"));
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

  /** Whether there is anything to do just now; not for a while, which grows, after it failed. */
  public boolean isWaiting() {
    return pause.isOver() && !waiting().isEmpty();
  }

  /**
   * Deals with every waiting file, oldest first.
   *
   * @throws FilesRejectedException after all are dealt with, when any was rejected
   */
  public StepResult process(FenceGuard guard) {
    StepResult result;
    try {
      // here, so that a run that ends at it is no reason to begin the next one at once
      guard.checkStores();
      result = all(guard);
    } catch (FilesRejectedException e) {
      pause.succeeded();
      throw e;
    } catch (RuntimeException e) {
      LOG.warn("Dropped files wait, and set off no run of their own for {} s: {}", pause.failed().toSeconds(), e.getMessage());
      throw e;
    }
    pause.succeeded();
    return result;
  }

  private StepResult all(FenceGuard guard) {
    List<Path> waiting = waiting();
    if (!waiting.isEmpty()) {
      // or what became of them would be recorded again and again
      requireFolder(".done");
      requireFolder(".failed");
    }
    Map<String, Object> files = new LinkedHashMap<>();
    List<String> rejected = new ArrayList<>();
    long written = 0;
    for (Path file : waiting) {
      String name = file.getFileName().toString();
      Outcome outcome;
      try {
        outcome = one(new DroppedFile(file), guard);
      } catch (NoSuchFileException e) {
        // taken back by whoever dropped it
        LOG.warn("Dropped file {} has gone again", name);
        continue;
      } catch (IOException e) {
        LOG.warn("Dropped file {} cannot be read", name, e);
        outcome = Outcome.rejected("unreadable", e.toString());
      } catch (FileRejectedException e) {
        outcome = Outcome.rejected(e.reason(), e.getMessage());
      } catch (StoreException | LostLockException e) {
        throw e;
      } catch (RuntimeException e) {
        // what nobody thought of is in this file, and must not keep those behind it waiting
        LOG.error("Dropped file {} could not be dealt with", name, e);
        outcome = Outcome.rejected("unexpected", "it could not be dealt with (" + e.getClass().getSimpleName()
            + "), the log says where; look for values that are out of range, correct it and drop it again");
      }
      records.add(file, outcome, guard);
      boolean good = !outcome.isRejected();
      if (!good) {
        rejected.add(name + ": " + outcome.reason());
      }
      written += outcome.written();
      files.put(name, outcome.described());
      move(file, good ? ".done" : ".failed");
      LOG.info("  {}: {}", name, outcome.described());
    }
    if (!rejected.isEmpty()) {
      throw new FilesRejectedException(rejected, files.size());
    }
    return new StepResult(written, details(files));
  }

  private void requireFolder(String name) {
    Path folder = drop.resolve(name);
    if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw new UncheckedIOException("dropped files wait: " + folder + " is not a folder that can be written; make it one",
          new IOException(folder + " cannot be written"));
    }
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
        return new Outcome(applied.changed() ? "applied" : "unchanged", applied.reason(), applied.written(), applied.contentHash(),
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
}
