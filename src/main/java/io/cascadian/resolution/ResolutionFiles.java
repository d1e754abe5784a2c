package io.cascadian.resolution;

import io.cascadian.resolution.FileRecords.Outcome;
import io.cascadian.store.DeadLetter;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.LostLockException;
import io.cascadian.store.Postgres;
import io.cascadian.store.StepResult;
import io.cascadian.store.StoreException;
import io.cascadian.store.StoresOutOfSyncException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Provides the steps by which the route {@code resolution-file} processes one dropped file: recognise; stage, compare, apply, or note; record.
 *
 * <p>What is wrong with a file is a {@link FileRejectedException}, unexpected errors included, so that later files do not wait for it. Failures of
 * the databases, a lost lock and a file that has gone again ({@link NoSuchFileException}) are thrown as they are. Called under the run lock; not thread-safe.
 */
public final class ResolutionFiles {

  private static final Logger LOG = LoggerFactory.getLogger(ResolutionFiles.class);

  private final ResolutionMaps maps;
  private final DimensionFiles dimensions;
  private final FileRecords records;

  /** @param failed folder that rejected files end in */
  public ResolutionFiles(Path failed, ResolutionMaps maps, DimensionFiles dimensions, Postgres postgres) {
    this.maps = maps;
    this.dimensions = dimensions;
    this.records = new FileRecords(postgres, failed);
  }

  @FunctionalInterface
  private interface Step<T> {
    T run() throws IOException, FileRejectedException;
  }

  /** Finds out by its shape what a file is; rejects what is no file, such as a folder, a link to nothing, or a pipe, which would never end. */
  public FileWork recognise(FileWork work) throws FileRejectedException, NoSuchFileException {
    return own(work, () -> {
      Path file = work.dropped().path();
      if (!Files.isRegularFile(file)) {
        if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
          throw new NoSuchFileException(file.toString());
        }
        throw FileRejectedException.noFile();
      }
      return work.recognised(work.dropped().kind());
    });
  }

  /** Parses a map, or the resolutions of a list of markets, into the staging table. */
  public FileWork stage(FileWork work) throws FileRejectedException, NoSuchFileException {
    return own(work, () -> work.staged(maps.stage(work.dropped(), work.kind().equals(DroppedFile.Kind.MARKETS.name()))));
  }

  /** Compares what is staged with what is known. */
  public FileWork compare(FileWork work) throws FileRejectedException, NoSuchFileException {
    return own(work, () -> work.compared(maps.compare(work.staged())));
  }

  /** Writes the resolutions that differ. */
  public FileWork apply(FileWork work) throws FileRejectedException, NoSuchFileException {
    return own(work, () -> {
      long written = maps.apply(work.compared(), work.guard());
      MapFacts facts = work.staged().facts();
      return work.endAs(new Outcome(written > 0 ? "applied" : "unchanged", work.compared().reason(), written, facts.contentHash(), facts.lastUpdated(),
          work.compared().counts()));
    });
  }

  /** Publishes the markets of a list whose resolutions were applied. */
  public FileWork addMarkets(FileWork work) throws FileRejectedException, NoSuchFileException {
    return own(work, () -> {
      try (InputStream in = work.dropped().open()) {
        return work.endAs(list(dimensions.markets(in, work.guard()), work.outcome().written(), work.outcome().facts()));
      }
    });
  }

  /** Publishes the events of a list. */
  public FileWork addEvents(FileWork work) throws FileRejectedException, NoSuchFileException {
    return own(work, () -> {
      try (InputStream in = work.dropped().open()) {
        return work.endAs(list(dimensions.events(in, work.guard()), 0, Map.of()));
      }
    });
  }

  /** Records the counts of a file that has nothing to apply; rejects a file of an unknown kind. */
  public FileWork note(FileWork work) throws FileRejectedException, NoSuchFileException {
    return own(work, () -> {
      try (InputStream in = work.dropped().open()) {
        return work.endAs(switch (work.kind()) {
          case "BACKFILLED_REPORT" -> new Outcome("noted", "a report, nothing to apply", 0, null, null, BackfilledReport.read(in).facts());
          case "MARKET_LOOKUPS" -> new Outcome("noted", "market ids come from the catalogue, nothing to apply", 0, null, null,
              MarketLookupReader.read(in));
          default -> throw new FileRejectedException("not-an-object",
              "expected an object with an array 'resolutions', but the file is an array of neither markets nor events, or an empty one");
        });
      }
    });
  }

  /** Finishes a file that one of the steps rejected. */
  public FileWork reject(FileWork work, FileRejectedException failure) {
    return work.endAs(Outcome.rejected(failure.reason(), failure.getMessage()));
  }

  /** Returns the dead letter of a rejected file. */
  public DeadLetter.Rejected letter(FileWork work) {
    return records.letter(work.dropped().path(), work.outcome());
  }

  /** Records the result of a file in {@code resolution_files}. */
  public FileWork record(FileWork work) {
    records.add(work.dropped().path(), work.outcome(), work.guard());
    LOG.info("  {}: {}", work.name(), work.outcome().described());
    return work;
  }

  private static FileWork own(FileWork work, Step<FileWork> step) throws FileRejectedException, NoSuchFileException {
    try {
      return step.run();
    } catch (StoreException | LostLockException | StoresOutOfSyncException | FileRejectedException e) {
      throw e;
    } catch (NoSuchFileException e) {
      if (Files.exists(work.dropped().path(), LinkOption.NOFOLLOW_LINKS)) {
        // the file that it links to went away in this moment
        throw FileRejectedException.noFile();
      }
      throw e;
    } catch (IOException e) {
      FileRejectedException rejected = FileRejectedException.of(e);
      LOG.warn("Dropped file {}: cannot be read to its end; rejecting it: {}", work.name(), rejected.getMessage());
      throw rejected;
    } catch (RuntimeException e) {
      LOG.error("Dropped file {}: unexpected error; rejecting it", work.name(), e);
      throw new FileRejectedException("unexpected", "an error of the program stopped it (" + e.getClass().getSimpleName()
          + "), the log has the place; look for values that are out of range, correct it and drop it again");
    }
  }

  /** Returns the outcome of a list, without a content hash, which only maps have. */
  private static Outcome list(StepResult dimensions, long resolutionsWritten, Map<String, Object> resolutionFacts) {
    long written = dimensions.rows() + resolutionsWritten;
    Map<String, Object> facts = new LinkedHashMap<>(dimensions.details());
    facts.putAll(resolutionFacts);
    return new Outcome(written > 0 ? "applied" : "unchanged", null, written, null, null, facts);
  }
}
