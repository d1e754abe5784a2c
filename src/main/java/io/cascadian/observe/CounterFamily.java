package io.cascadian.observe;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Publishes counters of one name whose values come from another system and are set together. A value that is not set any more stays. The registry bounds
 * labels, so one counter ({@code other}) may stand for several, as their sum. Thread-safe.
 */
final class CounterFamily {

  private final String name;
  private final String unit;
  private final String meaning;
  private final MeterRegistry registry;
  private final Map<Tags, Map<Tags, Double>> byLabels = new HashMap<>();
  private final Map<Meter.Id, Map<Tags, Double>> sums = new HashMap<>();

  /** @param unit null for plain numbers */
  CounterFamily(String name, String unit, String meaning, MeterRegistry registry) {
    this.name = name;
    this.unit = unit;
    this.meaning = meaning;
    this.registry = registry;
  }

  /** Takes the present values. */
  synchronized void set(Map<Tags, Double> values) {
    values.forEach((tags, value) -> byLabels.computeIfAbsent(tags, this::register).put(tags, value));
  }

  private Map<Tags, Double> register(Tags tags) {
    Map<Tags, Double> fresh = new ConcurrentHashMap<>();
    FunctionCounter counter = FunctionCounter.builder(name, fresh, sum -> sum.values().stream().mapToDouble(Double::doubleValue).sum())
        .tags(tags).description(meaning).baseUnit(unit).register(registry);
    return sums.computeIfAbsent(counter.getId(), absent -> fresh);
  }
}
