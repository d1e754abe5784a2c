package io.cascadian.ingest;

import io.cascadian.source.Cursor;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a stream into windows of time that should hold one page each.
 *
 * <p>Goes by how dense the stream has been lately: rows per second, the newest observations counting most. A window that turns out too dense
 * fills its page, and what is left of it is cut again. Windows follow each other without a gap and without an overlap, whatever the density.
 * Not thread-safe.
 */
final class WindowPlan {

  /** How full a page should get: fuller ones overflow more often, and each overflow costs a page. */
  private static final double FILL = 0.7;
  private static final int MOST_PIECES = 16;

  private final double wanted;
  private double rowsPerSecond;

  /**
   * Spans what lies after a cursor up to and including a second.
   *
   * @param until null for no end
   */
  record Window(Cursor after, Long until) {}

  /** @param pageSize most rows of a page */
  WindowPlan(int pageSize) {
    this.wanted = pageSize * FILL;
  }

  /** Notes the number of rows found in a number of seconds. */
  void seen(long seconds, long rows) {
    double observed = rows / (double) Math.max(1, seconds);
    rowsPerSecond = rowsPerSecond == 0 ? observed : (rowsPerSecond + observed) / 2;
  }

  /**
   * Returns the next window after a cursor.
   *
   * @param end the newest second that there can be rows in; a window that reaches it has no end
   */
  Window next(Cursor after, long end) {
    double seconds = rowsPerSecond == 0 ? Double.MAX_VALUE : Math.max(1, wanted / rowsPerSecond);
    return seconds >= end - after.order()
        ? new Window(after, null)
        : new Window(after, after.order() + (long) seconds - 1);
  }

  /** Returns where the window after this one begins. */
  static Cursor following(Window window) {
    return new Cursor(window.until + 1, "");
  }

  /**
   * Cuts what is left of a window whose page overflowed.
   *
   * @param left what is left, with an end
   * @param seconds that the page covered, and {@code rows} that it held: how dense it is just there
   */
  List<Window> split(Window left, long seconds, int rows) {
    long from = left.after.order();
    long length = left.until - from + 1;
    double expected = length * (rows / (double) Math.max(1, seconds));
    int pieces = (int) Math.max(1, Math.min(Math.min(MOST_PIECES, length), Math.ceil(expected / wanted)));
    List<Window> windows = new ArrayList<>(pieces);
    for (int i = 0; i < pieces; i++) {
      Cursor after = i == 0 ? left.after : new Cursor(from + length * i / pieces, "");
      windows.add(new Window(after, i == pieces - 1 ? left.until : from + length * (i + 1) / pieces - 1));
    }
    return windows;
  }
}
