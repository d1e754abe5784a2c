package io.cascadian.dev.sandbox;

import java.util.List;

/**
 * Matches rows by a compiled {@code where}, and bounds the positions of the stored order between which matches can be.
 *
 * <p>The positions make keyset paging a binary search instead of a scan; they may be too wide, never too narrow.
 */
interface RowFilter {

  boolean matches(int row);

  /** Returns the position before which no row matches. */
  default int from() {
    return 0;
  }

  /** Returns the position from which on no row matches. */
  default int to() {
    return Integer.MAX_VALUE;
  }

  /** Matches rows that match every part. */
  record All(List<RowFilter> parts, int from, int to) implements RowFilter {

    static All of(List<RowFilter> parts) {
      return new All(parts,
          parts.stream().mapToInt(RowFilter::from).max().orElse(0),
          parts.stream().mapToInt(RowFilter::to).min().orElse(Integer.MAX_VALUE));
    }

    @Override
    public boolean matches(int row) {
      for (RowFilter part : parts) {
        if (!part.matches(row)) {
          return false;
        }
      }
      return true;
    }
  }

  /** Matches rows that match at least one part. */
  record Any(List<RowFilter> parts, int from, int to) implements RowFilter {

    static Any of(List<RowFilter> parts) {
      return new Any(parts,
          parts.stream().mapToInt(RowFilter::from).min().orElse(0),
          parts.stream().mapToInt(RowFilter::to).max().orElse(Integer.MAX_VALUE));
    }

    @Override
    public boolean matches(int row) {
      for (RowFilter part : parts) {
        if (part.matches(row)) {
          return true;
        }
      }
      return false;
    }
  }

  /** Matches rows by one field, and gives the range of positions of possible matches. */
  record On(java.util.function.IntPredicate condition, int from, int to) implements RowFilter {

    @Override
    public boolean matches(int row) {
      return condition.test(row);
    }
  }
}
