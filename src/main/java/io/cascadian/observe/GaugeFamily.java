package io.cascadian.observe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.Map;

/**
 * Gauges of one name whose values are set together. A scrape in that moment finds each gauge, with its value of before or of after: Micrometer's
 * own {@code MultiGauge} takes a gauge out and puts it in again, and a scrape in between tells that there is none. Thread-safe.
 */
final class GaugeFamily {

  private final String name;
  private final String unit;
  private final String meaning;
  private final MeterRegistry registry;
  private final Map<Tags, Row> rows = new HashMap<>();

  private static final class Row {
    private volatile double value;
    private Gauge gauge;
  }

  /** @param unit null for plain numbers */
  GaugeFamily(String name, String unit, String meaning, MeterRegistry registry) {
    this.name = name;
    this.unit = unit;
    this.meaning = meaning;
    this.registry = registry;
  }

  /** Replaces all values; a gauge whose labels are not among them is gone from now on. */
  synchronized void set(Map<Tags, Double> values) {
    values.forEach((tags, value) -> {
      Row row = rows.computeIfAbsent(tags, absent -> new Row());
      row.value = value;
      if (row.gauge == null) {
        row.gauge = Gauge.builder(name, row, r -> r.value).strongReference(true).tags(tags).description(meaning).baseUnit(unit).register(registry);
      }
    });
    rows.entrySet().removeIf(entry -> {
      boolean gone = !values.containsKey(entry.getKey());
      if (gone) {
        registry.remove(entry.getValue().gauge);
      }
      return gone;
    });
  }
}
