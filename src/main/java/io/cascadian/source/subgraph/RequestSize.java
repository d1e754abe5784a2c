package io.cascadian.source.subgraph;

/**
 * Chooses how much is asked for in one request of a stream. Fewer pages at once, then smaller ones, when the server finds a request too large;
 * by and by more again. Thread-safe.
 */
final class RequestSize {

  /** What graph-node allows. */
  static final int MOST_ROWS = 1000;
  static final int MOST_PAGES = 64;
  static final int LEAST_ROWS = 10;

  private int rows = MOST_ROWS;
  private int pages = MOST_PAGES;

  /** Rows of a page. */
  synchronized int rows() {
    return rows;
  }

  /** Pages in one request. */
  synchronized int pages() {
    return pages;
  }

  /** A request of so many pages of so many rows was refused or not answered in time. */
  synchronized void tooLarge(int ofPages, int ofRows) {
    if (ofPages > 1) {
      pages = Math.min(pages, ofPages / 2);
    } else {
      rows = Math.min(rows, Math.max(LEAST_ROWS, ofRows / 2));
    }
  }

  /** A request was answered. */
  synchronized void answered() {
    if (rows < MOST_ROWS) {
      rows = Math.min(MOST_ROWS, rows + rows / 4 + 1);
    } else if (pages < MOST_PAGES) {
      pages++;
    }
  }
}
