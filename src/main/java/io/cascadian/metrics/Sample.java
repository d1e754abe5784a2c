package io.cascadian.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Holds the observations of a formula in their order, and how many were left out, from which follows why there are too few.
 *
 * @param dropped how many were left out for {@code dropReason}
 * @param incomplete how many were left out before because their history is incomplete
 */
record Sample<T>(List<T> items, int dropped, NullReason dropReason, int incomplete) {

  static <T> Sample<T> of(List<T> items, Predicate<T> isComplete) {
    List<T> complete = items.stream().filter(isComplete).toList();
    return new Sample<>(complete, 0, NullReason.TOO_FEW, items.size() - complete.size());
  }

  /** Leaves out what the formula has no use for. */
  Sample<T> where(Predicate<T> condition) {
    return new Sample<>(items.stream().filter(condition).toList(), dropped, dropReason, incomplete);
  }

  /** Leaves out what lacks something that the formula needs. */
  Sample<T> where(Predicate<T> condition, NullReason otherwise) {
    List<T> left = items.stream().filter(condition).toList();
    return new Sample<>(left, items.size() - left.size(), otherwise, incomplete);
  }

  /** Applies a formula, or returns NULL where there are fewer observations than the metric's minimum. */
  MetricValue measure(Metric metric, Function<List<T>, MetricValue> formula) {
    int minimum = metric.needs().minimum();
    return items.size() < minimum ? MetricValue.missing(shortage(minimum)) : formula.apply(items);
  }

  /** Returns why there are fewer observations than a minimum. */
  NullReason shortage(int minimum) {
    if (items.size() + dropped >= minimum) {
      return dropReason;
    }
    return items.size() + dropped + incomplete >= minimum ? NullReason.INCOMPLETE_HISTORY : NullReason.TOO_FEW;
  }

  /** Splits the observations by a name, in its order. Those left out are in no part. */
  Map<String, Sample<T>> split(Function<T, String> name) {
    Map<String, List<T>> lists = new TreeMap<>();
    items.forEach(item -> lists.computeIfAbsent(name.apply(item), none -> new ArrayList<>()).add(item));
    Map<String, Sample<T>> parts = new TreeMap<>();
    lists.forEach((key, list) -> parts.put(key, new Sample<>(list, 0, NullReason.TOO_FEW, 0)));
    return parts;
  }

  static <T> double[] doubles(List<T> items, ToDoubleFunction<T> value) {
    double[] values = new double[items.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value.applyAsDouble(items.get(i));
    }
    return values;
  }
}
