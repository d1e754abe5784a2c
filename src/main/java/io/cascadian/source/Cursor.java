package io.cascadian.source;

/**
 * Holds a position in a stream's total order: everything up to and including it has been read.
 *
 * @param order value of the stream's order field, in base units; 0 before the first record and for streams ordered by id
 * @param id of the last record read; empty before the first
 */
public record Cursor(long order, String id) implements Comparable<Cursor> {

  /** Before the first record. */
  public static final Cursor START = new Cursor(0, "");

  /** Compares by the order field first, then by the bytes of the ids. */
  @Override
  public int compareTo(Cursor other) {
    int byOrder = Long.compare(order, other.order);
    return byOrder != 0 ? byOrder : id.compareTo(other.id);
  }

  /** Returns one line of text from which {@link #parse} makes the same cursor. */
  @Override
  public String toString() {
    return order + "/" + id;
  }

  /** @throws IllegalArgumentException when the text is not a cursor's */
  public static Cursor parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 1) {
      throw new IllegalArgumentException("not a cursor: " + text);
    }
    return new Cursor(Long.parseLong(text.substring(0, slash)), text.substring(slash + 1));
  }
}
