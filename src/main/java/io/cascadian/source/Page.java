package io.cascadian.source;

import java.util.List;

/**
 * Holds consecutive records of a stream.
 *
 * @param records in the stream's order
 * @param next position up to which everything has been read: the last record's; without records the request's own cursor, or a later
 *     one when the page is not the last and nothing was found up to there
 * @param last whether nothing follows under the same pinned block
 */
public record Page(List<SourceRecord> records, Cursor next, boolean last) {

  public Page {
    records = List.copyOf(records);
  }
}
