package io.cascadian.ingest;

/** Rows of consecutive pages and the cursor interval that they cover. Not thread-safe; handed over whole. */
final class Batch {

  private final Cursors.Stored from;
  private final Rows rows = new Rows();
  private final long begin = System.nanoTime();
  private Cursors.Stored to;
  private long records;

  Batch(Cursors.Stored from) {
    this.from = from;
  }

  Rows rows() {
    return rows;
  }

  void counted() {
    records++;
  }

  /** Records covered, rejected ones included. */
  long records() {
    return records;
  }

  void reached(Cursors.Stored position) {
    to = position;
  }

  /** Null until a page has been added. */
  Cursors.Stored to() {
    return to;
  }

  boolean isFull(IngestOptions options) {
    return rows.count() >= options.batchRows() || System.nanoTime() - begin >= options.batchTime().toNanos();
  }

  /**
   * What the server remembers an insert by, so that repeating it within a run adds nothing. With the pinned block and the fence: the same
   * interval read under a later pin, or again after a rollback, may hold other rows and must not be taken for a repetition.
   */
  String token(String stream, long fence) {
    return stream + "|" + from.position() + "|" + to.position() + "|" + to.block() + "|" + fence;
  }
}
