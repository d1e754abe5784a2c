package io.cascadian.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleTest {

  @ParameterizedTest
  @CsvSource({
      "3, 0, 6, too_few", "3, 0, 7, incomplete_history", "3, 7, 0, no_price", "3, 6, 0, too_few", "3, 6, 1, incomplete_history", "3, 7, 7, no_price", "0, 0, 0, too_few",
  })
  void shortage_isOfWhatWouldHaveBeenEnough(int left, int dropped, int incomplete, String reason) {
    Sample<Integer> sample = new Sample<>(numbers(left), dropped, NullReason.NO_PRICE, incomplete);
    assertThat(sample.measure(Metric.OMEGA_NET, all -> MetricValue.of(1))).isEqualTo(MetricValue.missing(NullReason.valueOf(reason.toUpperCase(Locale.ROOT))));
  }

  @Test
  void minimum_isEnough() {
    assertThat(Sample.of(numbers(10), number -> true).measure(Metric.OMEGA_NET, all -> MetricValue.of(all.size()))).isEqualTo(MetricValue.of(10));
    assertThat(Sample.of(numbers(10), number -> number > 0).measure(Metric.OMEGA_NET, all -> MetricValue.of(all.size())))
        .isEqualTo(MetricValue.missing(NullReason.INCOMPLETE_HISTORY));
  }

  @Test
  void filters_countWhatTheyDrop_whereTheyHaveReason() {
    Sample<Integer> sample = Sample.of(numbers(10), number -> number > 1).where(number -> number % 2 == 0).where(number -> number < 8, NullReason.NO_PRICE);
    assertThat(sample).isEqualTo(new Sample<>(List.of(2, 4, 6), 1, NullReason.NO_PRICE, 2));
    assertThat(sample.split(number -> number > 3 ? "b" : "a")).containsOnlyKeys("a", "b").satisfies(parts -> assertThat(parts.get("b").items()).containsExactly(4, 6));
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }
}
