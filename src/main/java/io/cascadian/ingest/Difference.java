package io.cascadian.ingest;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts how the stored events of a window differ from those of the source.
 *
 * @param sourceRows events that the source has and that can be stored
 * @param storedRows events that are stored
 * @param missing events of the source that are not stored
 * @param changed events that are stored with other contents
 * @param gone stored events that the source does not have
 * @param unusable records of the source that cannot be stored; they are neither missing nor gone
 * @param sourceSums of shares, usd and fee, or of the amount alone, over the source's events; {@code storedSums} over the stored ones
 */
public record Difference(
    long sourceRows, long storedRows, long missing, long changed, long gone, long unusable, List<BigDecimal> sourceSums,
    List<BigDecimal> storedSums) {

  static final Difference NONE = new Difference(0, 0, 0, 0, 0, 0, List.of(), List.of());

  /** Returns the number of events to be inserted. */
  public long corrected() {
    return missing + changed;
  }

  /** Returns whether both sides have the same. */
  public boolean isNone() {
    return missing + changed + gone == 0;
  }

  Difference plus(Difference other) {
    return new Difference(
        sourceRows + other.sourceRows, storedRows + other.storedRows, missing + other.missing, changed + other.changed, gone + other.gone,
        unusable + other.unusable, sum(sourceSums, other.sourceSums), sum(storedSums, other.storedSums));
  }

  private static List<BigDecimal> sum(List<BigDecimal> some, List<BigDecimal> others) {
    List<BigDecimal> sums = new ArrayList<>();
    for (int i = 0; i < Math.max(some.size(), others.size()); i++) {
      sums.add(at(some, i).add(at(others, i)));
    }
    return sums;
  }

  private static BigDecimal at(List<BigDecimal> sums, int index) {
    return index < sums.size() ? sums.get(index) : BigDecimal.ZERO;
  }

  /** Returns the difference as plain values; amounts as text. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("missing", missing);
    json.put("changed", changed);
    json.put("gone", gone);
    json.put("unusable", unusable);
    json.put("source_rows", sourceRows);
    json.put("stored_rows", storedRows);
    json.put("source_sums", texts(sourceSums));
    json.put("stored_sums", texts(storedSums));
    return json;
  }

  static List<String> texts(List<BigDecimal> sums) {
    return sums.stream().map(s -> s.signum() == 0 ? "0" : s.stripTrailingZeros().toPlainString()).toList();
  }
}
