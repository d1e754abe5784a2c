package io.cascadian.source;

import java.util.List;

/**
 * Consecutive records of a stream.
 *
 * @param records in the stream's order
 * @param next position after the last of them; the request's own cursor when there are none
 * @param last whether nothing follows under the same pinned block
 */
public record Page(List<SourceRecord> records, Cursor next, boolean last) {

  public Page {
    records = List.copyOf(records);
  }
}
