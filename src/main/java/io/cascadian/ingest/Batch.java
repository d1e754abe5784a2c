package io.cascadian.ingest;

import java.util.List;

/** Gathers the rows of consecutive pages and the cursor interval that they cover. Not thread-safe; handed over whole. */
final class Batch {

  private final StreamReading reading;
  private final Rows rows = new Rows();
  private final long begin = System.nanoTime();
  private Cursors.Stored from;
  private Cursors.Stored to;
  private long records;
  private boolean last;

  Batch(StreamReading reading) {
    this.reading = reading;
  }

  StreamReading reading() {
    return reading;
  }

  /** Adds the page that follows; its rows belong to the batch from now on. */
  Batch add(PageRows page) {
    if (from == null) {
      from = page.from();
    }
    if (page.to() != null) {
      to = page.to();
    }
    rows.append(page.rows());
    records += page.records();
    last = page.last();
    return this;
  }

  /**
   * Returns the rows table by table; tables without rows are left out.
   *
   * <p>The token of each is what the server remembers an insert by, so that repeating it within a run adds nothing. It holds the pinned block and the
   * fence: the same interval read under a later pin, or again after a rollback, may hold other rows and must not be taken for a repetition.
   */
  List<TableRows> tables() {
    if (to == null) {
      return List.of();
    }
    String token = reading.stream().name() + "|" + from.position() + "|" + to.position() + "|" + to.block() + "|" + reading.guard().fence();
    return rows.encoded().entrySet().stream().filter(table -> table.getValue().rows() > 0)
        .map(table -> new TableRows(table.getKey().table(), table.getKey().columns(), table.getValue(), token)).toList();
  }

  /** Returns the number of records covered, rejected ones included. */
  long records() {
    return records;
  }

  /** Returns the position that the cursor moves to once the rows are stored; null when reading ended before a page. */
  Cursors.Stored to() {
    return to;
  }

  /** Returns whether the batch is to be stored now: it is large or old enough, or nothing follows. */
  boolean isComplete(IngestOptions options) {
    return last || rows.count() >= options.batchRows() || System.nanoTime() - begin >= options.batchTime().toNanos();
  }
}
