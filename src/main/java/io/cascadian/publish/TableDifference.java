package io.cascadian.publish;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Describes how a published table and another build of it differ, row by row; which run wrote a row does not count.
 *
 * @param equal rows that are the same in both
 * @param differing rows that both have, with other numbers
 * @param added rows that only the other build has
 * @param missing rows that only the published table has
 * @param sums of the columns of money and shares
 */
public record TableDifference(String table, long equal, long differing, long added, long missing, List<Sum> sums) {

  /** Holds the sums of a column in the published table and in another build. */
  public record Sum(String column, BigDecimal published, BigDecimal other) {

    private Sum plus(Sum more) {
      return new Sum(column, published.add(more.published), other.add(more.other));
    }

    boolean isEqual() {
      return published.compareTo(other) == 0;
    }
  }

  /** Returns this difference and that of the same table on another node together. */
  TableDifference plus(TableDifference other) {
    List<Sum> together = IntStream.range(0, sums.size()).mapToObj(i -> sums.get(i).plus(other.sums.get(i))).toList();
    return new TableDifference(table, equal + other.equal, differing + other.differing, added + other.added, missing + other.missing, together);
  }

  /** Returns whether both have the same rows. */
  public boolean isNone() {
    return differing + added + missing == 0;
  }

  /** Returns the difference as plain values, for the summary of a run. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("table", table);
    json.put("rows_equal", equal);
    json.put("rows_differing", differing);
    json.put("rows_added", added);
    json.put("rows_missing", missing);
    Map<String, Object> columns = new LinkedHashMap<>();
    sums.forEach(s -> columns.put(s.column, Map.of("published", s.published.toPlainString(), "other", s.other.toPlainString())));
    json.put("sums", columns);
    return json;
  }

  /** Returns a text with the counts, then every sum, as one number where both agree. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s: %,d rows equal, %,d differing, %,d added, %,d missing%s",
        table, equal, differing, added, missing, sums.stream()
            .map(s -> s.column + " " + s.published.toPlainString() + (s.isEqual() ? "" : " → " + s.other.toPlainString()))
            .collect(Collectors.joining(", ", sums.isEmpty() ? "" : "; ", "")));
  }
}
