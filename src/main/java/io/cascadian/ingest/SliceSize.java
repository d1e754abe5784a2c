package io.cascadian.ingest;

/** Chooses how many seconds are compared at once, and in how many lanes they are read, from the slice before. Not thread-safe. */
final class SliceSize {

  private static final long FIRST_SECONDS = 3600;
  private static final int GROWTH = 4;

  private final int rows;
  private long seconds = FIRST_SECONDS;
  private double rowsPerSecond;

  /** @param rows wanted in a slice */
  SliceSize(int rows) {
    this.rows = rows;
  }

  long seconds() {
    return seconds;
  }

  /** Returns the number of lanes, so that each is about a page long. */
  int lanes(Window window, IngestOptions options) {
    return lanes(rowsPerSecond * window.seconds(), options);
  }

  static int lanes(double expectedRows, IngestOptions options) {
    return (int) Math.max(1, Math.min(options.pagesPerRequest(), Math.ceil(expectedRows / options.pageSize())));
  }

  /** Returns whether a slice holds so many rows that it had better be cut; one second cannot be cut. */
  boolean isTooLarge(Window slice, long found) {
    return found > (long) GROWTH * rows && slice.seconds() > 1;
  }

  void tooLarge(Window slice, long found) {
    rowsPerSecond = (double) found / slice.seconds();
    seconds = Math.max(1, slice.seconds() / (2 * GROWTH));
  }

  /** Ignores a slice that was shorter than asked for: it is no evidence against longer ones. */
  void found(Window slice, long found) {
    rowsPerSecond = (double) found / slice.seconds();
    double fitting = rowsPerSecond == 0 ? Double.MAX_VALUE : rows / rowsPerSecond;
    seconds = (long) Math.max(1, Math.min(fitting, (double) seconds * GROWTH));
  }
}
