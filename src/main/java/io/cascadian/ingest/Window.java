package io.cascadian.ingest;

import io.cascadian.source.Cursor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Defines a span of a time-ordered stream: every position after {@code after}, up to and including {@code to}.
 *
 * <p>A position before the first id of a second stands for that second's beginning, so that windows of whole seconds are half-open: the
 * one from 10 to 20 has the events of the seconds 10 to 19. Immutable.
 */
record Window(Cursor after, Cursor to) {

  Window {
    if (after.compareTo(to) >= 0) {
      throw new IllegalArgumentException("an empty window: after " + after + " up to " + to);
    }
  }

  /**
   * Makes the window of whole seconds.
   *
   * @param from first second, UTC
   * @param until the second after the last
   */
  static Window ofSeconds(long from, long until) {
    return new Window(new Cursor(from, ""), new Cursor(until, ""));
  }

  boolean contains(Cursor position) {
    return position.compareTo(after) > 0 && position.compareTo(to) <= 0;
  }

  /** Seconds that are in it, the last one perhaps not whole. */
  long seconds() {
    return lastSecond() - after.order() + 1;
  }

  /** Returns the last second of which it has anything. */
  long lastSecond() {
    return to.id().isEmpty() ? to.order() - 1 : to.order();
  }

  /** Returns the first seconds of the window, or all of it when it is not longer. */
  Window first(long seconds) {
    return seconds >= seconds() ? this : new Window(after, new Cursor(after.order() + seconds, ""));
  }

  /** Returns what follows after a window that {@link #first} gave; null when nothing does. */
  Window behind(Window first) {
    return first.to.equals(to) ? null : new Window(first.to, to);
  }

  /** Returns how many windows of a length this one is laid out with, the last perhaps not whole. */
  long tiles(long length) {
    return (seconds() + length - 1) / length;
  }

  /** Returns one of these windows, counted from 0. */
  Window tile(long number, long length) {
    Cursor begin = new Cursor(after.order() + number * length, "");
    return new Window(begin, number == tiles(length) - 1 ? to : new Cursor(begin.order() + length, ""));
  }

  /** Splits the window into at most {@code parts} windows of about the same length. */
  List<Window> split(int parts) {
    long length = Math.max(1, (seconds() + parts - 1) / parts);
    List<Window> windows = new ArrayList<>();
    for (Window rest = this; rest != null; ) {
      Window part = rest.first(length);
      windows.add(part);
      rest = rest.behind(part);
    }
    return windows;
  }

  Instant begin() {
    return Instant.ofEpochSecond(after.order());
  }

  Instant end() {
    return Instant.ofEpochSecond(to.order());
  }

  @Override
  public String toString() {
    return begin() + " to " + end();
  }
}
