package io.cascadian.dev.sandbox;

import java.util.List;

/**
 * Matches rows by a compiled {@code where}, and bounds the positions of the stored order between which matches can be.
 *
 * <p>The positions make keyset paging a binary search instead of a scan; they may be too wide, never too narrow.
 */
interface RowFilter {

  boolean matches(int row);

  /** No row before this position matches. */
  default int from() {
    return 0;
  }

  /** No row at or after this position matches. */
  default int to() {
    return Integer.MAX_VALUE;
  }

  /** Every part matches. */
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

  /** At least one part matches. */
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

  /** A condition on one field, with the positions that it confines matches to. */
  record On(java.util.function.IntPredicate condition, int from, int to) implements RowFilter {

    @Override
    public boolean matches(int row) {
      return condition.test(row);
    }
  }
}
