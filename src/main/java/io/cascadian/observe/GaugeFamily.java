package io.cascadian.observe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

/**
 * Publishes gauges of one name whose values are set together. A scrape in that moment finds each gauge, with its value of before or of after: Micrometer's
 * own {@code MultiGauge} takes a gauge out and puts it in again, and a scrape in between misses it.
 *
 * <p>Labels that the registry bounds may make one gauge of several ({@code other}); its value is then computed of all of them. Thread-safe.
 */
final class GaugeFamily {

  private final String name;
  private final String unit;
  private final String meaning;
  private final DoubleBinaryOperator together;
  private final MeterRegistry registry;
  private final Map<Tags, Row> byLabels = new HashMap<>();
  private final Map<Meter.Id, Row> rows = new HashMap<>();

  private static final class Row {
    private volatile double value;
    private double next;
    private boolean isSet;
    private Gauge gauge;
  }

  /**
   * @param unit null for plain numbers
   * @param together what the value of a gauge is that several values were given for
   */
  GaugeFamily(String name, String unit, String meaning, DoubleBinaryOperator together, MeterRegistry registry) {
    this.name = name;
    this.unit = unit;
    this.meaning = meaning;
    this.together = together;
    this.registry = registry;
  }

  /** Replaces all values; a gauge whose labels are not among them is gone from now on. */
  synchronized void set(Map<Tags, Double> values) {
    rows.values().forEach(row -> row.isSet = false);
    byLabels.keySet().retainAll(values.keySet());
    values.forEach((tags, value) -> {
      Row row = byLabels.get(tags);
      if (row == null) {
        row = register(tags, value);
        byLabels.put(tags, row);
      }
      row.next = row.isSet ? together.applyAsDouble(row.next, value) : value;
      row.isSet = true;
    });
    rows.values().removeIf(row -> {
      if (row.isSet) {
        row.value = row.next;
      } else {
        registry.remove(row.gauge);
      }
      return !row.isSet;
    });
  }

  /** Returns the row behind the gauge that the registry has for these labels, which may be there already. */
  private Row register(Tags tags, double value) {
    Row fresh = new Row();
    fresh.value = value;
    fresh.gauge = Gauge.builder(name, fresh, row -> row.value).strongReference(true).tags(tags).description(meaning).baseUnit(unit).register(registry);
    return rows.computeIfAbsent(fresh.gauge.getId(), absent -> fresh);
  }
}
