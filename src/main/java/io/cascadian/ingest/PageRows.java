package io.cascadian.ingest;

import io.cascadian.store.DeadLetter;
import java.util.List;

/**
 * Holds the rows that one page of a stream became, and the cursor interval that they cover. Handed over whole, never changed after that.
 *
 * @param reading that the page belongs to
 * @param rows encoded, by table
 * @param records of the page, rejected ones included
 * @param from position before the page
 * @param to position after it; null when the page ends a reading that failed, and then there are no rows
 * @param last whether nothing follows in this reading
 * @param rejected records that became no rows, for the dead letters
 */
record PageRows(
    StreamReading reading, Rows rows, long records, Cursors.Stored from, Cursors.Stored to, boolean last, List<DeadLetter.Rejected> rejected) {

  /** Ends a reading that failed: completes the batch of what was read before. */
  static PageRows endOf(StreamReading reading) {
    return new PageRows(reading, new Rows(), 0, null, null, true, List.of());
  }
}
