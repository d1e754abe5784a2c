package io.cascadian.ingest;

import io.cascadian.source.SourceException;
import io.cascadian.source.SourceUnavailableException;
import io.cascadian.source.StreamDefinition;
import io.cascadian.store.FenceGuard;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the stored events of a period of a stream with those of the source under one pinned block, and removes differences.
 *
 * <p>What is missing or changed is written, what the source no longer has is tombstoned, and nothing else is touched: comparing twice writes
 * nothing the second time. The stretch is compared in slices of about as many events as memory is meant for, many windows or a part of one;
 * differences are reported, and losses limited, by window. Events are tombstoned only when two answers of the source lack them. Not thread-safe;
 * closing drops the staging table.
 */
final class WindowComparison implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WindowComparison.class);
  private static final int READINGS = 4;

  private final StreamDefinition stream;
  private final Pin pin;
  private final WindowReader reader;
  private final WindowStaging staging;
  private final SliceReading slices;
  private final FenceGuard guard;
  private final ComparisonOptions options;
  private final SliceSize size;

  WindowComparison(
      StreamDefinition stream, Pin pin, WindowReader reader, WindowStaging staging, SliceReading slices, FenceGuard guard,
      ComparisonOptions options) {
    this.stream = stream;
    this.pin = pin;
    this.reader = reader;
    this.staging = staging;
    this.slices = slices;
    this.guard = guard;
    this.options = options;
    this.size = new SliceSize(options.sliceRows());
  }

  /** Names what may be done about differences. */
  enum Mode {
    /** Only reports them. */
    LOOK,
    /** Removes them, losses up to the limit. */
    REPAIR,
    /** Removes them, whatever is lost. */
    REPAIR_WHATEVER_IS_LOST
  }

  /** Observes each slice after its differences were removed: the windows that ended with it, and the events that the source has in it. */
  interface Listener {
    void slice(Window slice, Map<Window, Difference> finished, long events);
  }

  /**
   * Compares a period as one window and removes the differences that the mode allows.
   *
   * @see #compare(Window, long, Mode, Listener)
   */
  Difference compare(Window window, Mode mode) throws SourceException {
    return compare(window, window.seconds(), mode, (slice, finished, events) -> { });
  }

  /**
   * Compares a period and removes the differences that the mode allows. Slices before a failure stay corrected.
   *
   * @param windowSeconds length of the windows that the stretch is laid out with
   * @throws SuspiciousAnswerException when more events of a window are gone than may be tombstoned without consent; the slice in question is left as it was
   * @throws SourceException when the source could not be read
   * @throws io.cascadian.store.StoreException when something could not be stored
   */
  Difference compare(Window stretch, long windowSeconds, Mode mode, Listener listener) throws SourceException {
    Difference total = Difference.NONE;
    Map<Long, Difference> begun = new TreeMap<>();
    long finished = 0;
    for (Window rest = stretch; rest != null; ) {
      Window slice = rest.first(sliceSeconds(rest.after().order() - stretch.after().order(), windowSeconds));
      Map<Long, Difference> found = confirmed(stretch, windowSeconds, slice, mode);
      if (found == null) {
        continue;
      }
      found.forEach((window, difference) -> begun.merge(window, difference, Difference::plus));
      if (mode == Mode.REPAIR) {
        for (Map.Entry<Long, Difference> window : found.entrySet()) {
          refuseLosses(stretch.tile(window.getKey(), windowSeconds), begun.get(window.getKey()), window.getValue());
        }
      }
      Difference ofSlice = found.values().stream().reduce(Difference.NONE, Difference::plus);
      if (mode != Mode.LOOK) {
        write(ofSlice);
      }
      size.found(slice, ofSlice.sourceRows());
      total = total.plus(ofSlice);
      rest = rest.behind(slice);
      long end = rest == null ? stretch.tiles(windowSeconds) : (slice.to().order() - stretch.after().order()) / windowSeconds;
      Map<Window, Difference> ended = new LinkedHashMap<>();
      for (; finished < end; finished++) {
        Difference difference = begun.remove(finished);
        ended.put(stretch.tile(finished, windowSeconds), difference == null ? Difference.NONE : difference);
      }
      listener.slice(slice, ended, ofSlice.sourceRows());
    }
    return total;
  }

  /** Returns the length of the next slice: up to the end of a window if possible, so that few windows are compared in parts. */
  private long sliceSeconds(long begin, long windowSeconds) {
    long end = (begin + size.seconds()) / windowSeconds * windowSeconds;
    return end > begin ? end - begin : size.seconds();
  }

  /** Returns null when the slice turned out too large; a loss was read until two answers agreed. */
  private Map<Long, Difference> confirmed(Window stretch, long windowSeconds, Window slice, Mode mode) throws SourceException {
    Map<Long, Difference> found = difference(stretch, windowSeconds, slice, mode);
    for (int readings = 1; found != null && found.values().stream().anyMatch(d -> d.gone() > 0); readings++) {
      Map<Long, Difference> again = difference(stretch, windowSeconds, slice, mode);
      if (found.equals(again)) {
        return found;
      }
      if (readings == READINGS) {
        throw new SourceUnavailableException(stream.endpoint(), 200, null, false,
            "under block " + pin.block() + " the source gives another answer each time it is asked for " + stream.name() + ", " + slice, null);
      }
      LOG.warn("Stream {}: the source gave two different answers for {} at block {}; reading it again", stream.name(), slice, pin.block());
      found = again;
    }
    return found;
  }

  private Map<Long, Difference> difference(Window stretch, long windowSeconds, Window slice, Mode mode) throws SourceException {
    long records = slices.stage(slice, size, mode != Mode.LOOK);
    if (size.isTooLarge(slice, records)) {
      size.tooLarge(slice, records);
      return null;
    }
    return staging.difference(stretch, windowSeconds);
  }

  private void refuseLosses(Window window, Difference total, Difference found) throws SourceException {
    long allowed = Math.max(options.maxTombstones(), total.storedRows() / 10);
    if (total.gone() > allowed) {
      throw new SuspiciousAnswerException(stream.name(), window, total, "more than the " + allowed + " that may be tombstoned without consent");
    }
    if (found.gone() > 0 && found.sourceRows() + found.unusable() == 0 && reader.first().isEmpty()) {
      throw new SuspiciousAnswerException(stream.name(), window, total, "nor any other event, as if it had been pruned or moved");
    }
  }

  private void write(Difference found) {
    if (found.gone() > 0) {
      guard.check();
      staging.tombstone();
    }
    if (found.corrected() > 0) {
      guard.check();
      staging.upsert();
    }
  }

  @Override
  public void close() {
    staging.close();
  }
}
