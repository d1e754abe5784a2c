package io.cascadian.ingest;

import io.cascadian.source.SourceException;
import io.cascadian.source.SourceRecord;
import io.cascadian.source.SourceUnavailableException;
import io.cascadian.source.StreamDefinition;
import io.cascadian.store.FenceGuard;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what is stored of a stream's windows in line with what the source has under one pinned block.
 *
 * <p>What is missing or changed is written, what the source no longer has is withdrawn, and nothing else is touched: comparing twice writes
 * nothing the second time. Large windows are compared in slices, so that memory stays bounded. A loss is believed only when the source,
 * asked twice, says the same, and only up to a limit. Not thread-safe; closing drops the table in which the sides meet.
 */
final class WindowComparison implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WindowComparison.class);
  private static final int READINGS = 4;

  private final StreamDefinition stream;
  private final Pin pin;
  private final RecordMapper mapper;
  private final WindowReader reader;
  private final WindowStaging staging;
  private final RejectedRecords rejected;
  private final FenceGuard guard;
  private final IngestOptions reading;
  private final ComparisonOptions options;
  private final SliceSize size;

  WindowComparison(
      StreamDefinition stream, Pin pin, RecordMapper mapper, WindowReader reader, WindowStaging staging, RejectedRecords rejected,
      FenceGuard guard, IngestOptions reading, ComparisonOptions options) {
    this.stream = stream;
    this.pin = pin;
    this.mapper = mapper;
    this.reader = reader;
    this.staging = staging;
    this.rejected = rejected;
    this.guard = guard;
    this.reading = reading;
    this.options = options;
    this.size = new SliceSize(options.sliceRows());
  }

  /** What may be done about differences. */
  enum Mode {
    /** Nothing: they are told. */
    LOOK,
    /** They are made good, losses up to the limit. */
    REPAIR,
    /** They are made good, whatever is lost. */
    REPAIR_WHATEVER_IS_LOST
  }

  /** Told the rows of the source that each slice had. */
  interface Progress {
    void slice(Window slice, long rows);
  }

  /**
   * Compares a window and makes good what the mode allows. Slices before a failure are made good.
   *
   * @throws SuspiciousAnswerException when more is gone than may be withdrawn unasked; the slice in question is left as it was
   * @throws SourceException when the source could not be read
   * @throws io.cascadian.store.StoreException when something could not be stored
   */
  Difference compare(Window window, Mode mode, Progress progress) throws SourceException {
    Difference total = Difference.NONE;
    for (Window rest = window; rest != null; ) {
      Window slice = rest.first(size.seconds());
      Difference found = confirmed(slice, mode);
      if (found == null) {
        continue;
      }
      total = total.plus(found);
      if (mode != Mode.LOOK) {
        if (mode == Mode.REPAIR) {
          refuseLosses(window, total, found);
        }
        write(found);
      }
      size.found(slice, found.sourceRows());
      progress.slice(slice, found.sourceRows());
      rest = rest.behind(slice);
    }
    return total;
  }

  /** Null when the slice turned out too large; what is gone has been asked for until two readings agreed. */
  private Difference confirmed(Window slice, Mode mode) throws SourceException {
    Difference found = staged(slice, mode);
    for (int readings = 1; found != null && found.gone() > 0; readings++) {
      Difference again = staged(slice, mode);
      if (found.equals(again)) {
        return found;
      }
      if (readings == READINGS) {
        throw new SourceUnavailableException(stream.endpoint(), 200, null, false,
            "under block " + pin.block() + " the source gives another answer each time it is asked for " + stream.name() + ", " + slice, null);
      }
      LOG.warn("Stream {}: the source gave two answers for {} under block {}; asking again", stream.name(), slice, pin.block());
      found = again;
    }
    return found;
  }

  private Difference staged(Window slice, Mode mode) throws SourceException {
    staging.clear();
    Staged staged = new Staged(slice, mode);
    if (!reader.read(slice.split(size.lanes(slice, reading.pageSize())), staged)) {
      size.tooLarge(slice, staged.records);
      return null;
    }
    staged.flush();
    staging.addStored(slice);
    return staging.difference();
  }

  private void refuseLosses(Window window, Difference total, Difference found) throws SourceException {
    long allowed = Math.max(options.maxTombstones(), total.storedRows() / 10);
    if (total.gone() > allowed) {
      throw new SuspiciousAnswerException(stream.name(), window, total, "more than the " + allowed + " that may be withdrawn unasked");
    }
    if (found.gone() > 0 && found.sourceRows() + found.unusable() == 0 && !reader.hasAny()) {
      throw new SuspiciousAnswerException(stream.name(), window, total, "nor any other event, as if it had been pruned or moved");
    }
  }

  private void write(Difference found) {
    if (found.gone() > 0) {
      guard.check();
      staging.withdraw();
    }
    if (found.corrected() > 0) {
      guard.check();
      staging.bringIn();
    }
  }

  /** The source's side on its way into the staging table. */
  private final class Staged implements WindowReader.Sink {
    private final Window slice;
    private final Mode mode;
    private final List<String> unusable = new ArrayList<>();
    private Rows rows = new Rows();
    private long records;

    private Staged(Window slice, Mode mode) {
      this.slice = slice;
      this.mode = mode;
    }

    @Override
    public void take(int window, SourceRecord record) {
      records++;
      try {
        mapper.map(stream, record, guard.fence(), rows);
      } catch (RejectedRecordException e) {
        if (mode != Mode.LOOK) {
          rejected.keep(stream, record, e);
        }
        unusable.add(record.position().id());
      }
      if (rows.count() + unusable.size() >= reading.batchRows()) {
        flush();
      }
    }

    @Override
    public boolean wantsMore() {
      return !size.isTooLarge(slice, records);
    }

    private void flush() {
      staging.add(rows);
      staging.addUnusable(unusable);
      rows = new Rows();
      unusable.clear();
    }
  }

  @Override
  public void close() {
    staging.close();
  }
}
