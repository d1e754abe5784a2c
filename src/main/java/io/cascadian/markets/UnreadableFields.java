package io.cascadian.markets;

import java.util.Map;
import java.util.TreeMap;

/** Counts fields of entries that could not be read and were left out, while the rest of their entries was taken. Not thread-safe. */
final class UnreadableFields {

  private final Map<String, Long> counts = new TreeMap<>();

  void add(String field) {
    counts.merge(field, 1L, Long::sum);
  }

  /** Counts by the field's name. */
  Map<String, Long> counts() {
    return new TreeMap<>(counts);
  }
}
