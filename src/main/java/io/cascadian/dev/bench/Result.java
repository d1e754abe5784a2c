package io.cascadian.dev.bench;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Holds the rounds of one candidate in one scenario; every number is their median.
 *
 * @param title of the candidate
 */
record Result(String candidate, String title, List<Round> rounds) {

  Result {
    rounds = List.copyOf(rounds);
  }

  /** Returns the median of a number over the rounds, of two the mean; null where no round knows it. */
  Double median(Function<Measurement, Number> number) {
    List<Double> known = rounds.stream().map(Round::measurement).map(number).filter(Objects::nonNull).map(Number::doubleValue).sorted().toList();
    int size = known.size();
    return size == 0 ? null : (known.get((size - 1) / 2) + known.get(size / 2)) / 2;
  }

  double rowsPerSecond() {
    return median(Measurement::rowsPerSecond);
  }

  /** Rows of one round, the last; all have the same but where a candidate was stopped. */
  long rows() {
    return rounds.get(rounds.size() - 1).measurement().rows();
  }

  boolean agrees() {
    return rounds.stream().allMatch(Round::agrees);
  }

  boolean complete() {
    return rounds.stream().allMatch(r -> r.measurement().complete());
  }
}
