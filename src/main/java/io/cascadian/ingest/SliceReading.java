package io.cascadian.ingest;

import io.cascadian.source.SourceException;
import io.cascadian.source.SourceRecord;
import io.cascadian.source.StreamDefinition;
import io.cascadian.store.DeadLetters;
import java.util.ArrayList;
import java.util.List;

/** Stages both sides of a slice, the source's and the store's. Used for one slice at a time; not thread-safe. */
final class SliceReading {

  private final StreamDefinition stream;
  private final RecordMapper mapper;
  private final WindowReader reader;
  private final WindowStaging staging;
  private final Rejections rejected;
  private final DeadLetters deadLetters;
  private final IngestOptions options;
  private final long fence;

  SliceReading(
      StreamDefinition stream, RecordMapper mapper, WindowReader reader, WindowStaging staging, Rejections rejected,
      DeadLetters deadLetters, IngestOptions options, long fence) {
    this.stream = stream;
    this.mapper = mapper;
    this.reader = reader;
    this.staging = staging;
    this.rejected = rejected;
    this.deadLetters = deadLetters;
    this.options = options;
    this.fence = fence;
  }

  /**
   * Stages what the source has of the slice, and what is stored of it.
   *
   * @param storeRejected whether records that cannot be used are stored as dead letters
   * @return how many records were read; when the size finds that too many, reading ended early and nothing is to be made of it
   */
  long stage(Window slice, SliceSize size, boolean storeRejected) throws SourceException {
    staging.clear();
    Source source = new Source(slice, size, storeRejected);
    if (reader.read(slice.split(size.lanes(slice, options)), source)) {
      source.flush();
      staging.addStored(slice);
    }
    return source.records;
  }

  /** Stages the source's side. */
  private final class Source implements WindowReader.Sink {
    private final Window slice;
    private final SliceSize size;
    private final boolean storeRejected;
    private final List<SourceRecord> unusable = new ArrayList<>();
    private Rows rows = new Rows();
    private long records;

    private Source(Window slice, SliceSize size, boolean storeRejected) {
      this.slice = slice;
      this.size = size;
      this.storeRejected = storeRejected;
    }

    @Override
    public void take(int window, SourceRecord record) throws SourceException {
      records++;
      try {
        mapper.map(stream, record, fence, rows);
      } catch (RejectedRecordException e) {
        if (storeRejected) {
          rejected.add(record, e);
        }
        unusable.add(record);
      }
      if (rows.count() + unusable.size() >= options.batchRows()) {
        flush();
      }
    }

    @Override
    public boolean wantsMore() {
      return !size.isTooLarge(slice, records);
    }

    private void flush() throws SourceException {
      rejected.store(deadLetters);
      staging.add(rows);
      staging.addUnusable(unusable);
      rows = new Rows();
      unusable.clear();
    }
  }
}
