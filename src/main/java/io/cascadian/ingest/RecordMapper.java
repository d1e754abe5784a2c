package io.cascadian.ingest;

import io.cascadian.source.SourceRecord;
import io.cascadian.source.StreamDefinition;
import java.util.Set;

/** Maps records of a stream to rows; {@link RecordKind} makes the mapper of each kind of record. */
@FunctionalInterface
interface RecordMapper {

  /**
   * Adds the record's rows, all of them or none.
   *
   * @return how many; 0 for a record without rows yet, such as an unresolved condition whose tokens are stored already
   */
  int map(StreamDefinition stream, SourceRecord record, long fence, Rows rows) throws RejectedRecordException;

  /**
   * Returns the reasons for a rejection that are resolved when other streams deliver what the record refers to. Every run retries
   * records that were rejected for one of them.
   */
  default Set<String> passingReasons() {
    return Set.of();
  }
}
