package io.cascadian.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeLeftTest {

  @ParameterizedTest
  @CsvSource({
      // 6,193 hours: the first page of a history of years
      "2.0, 0.00000009, time left not known yet",
      "3600, 0.0099, time left not known yet",
      "9.9, 0.5, time left not known yet",
      "60, NaN, time left not known yet",
      "10, 0.5, about 0:10 min left",
      "600, 0.25, about 30:00 min left",
      "3600, 0.4, about 1 h 30 min left",
      "7200, 0.01, more than two days left",
      "20, 1.0, about 0:00 min left",
      "20, 1.2, about 0:00 min left"
  })
  void estimate_isToldOnlyWhenEnoughIsDone(double seconds, double part, String text) {
    assertThat(TimeLeft.text(seconds, part)).isEqualTo(text);
  }
}
