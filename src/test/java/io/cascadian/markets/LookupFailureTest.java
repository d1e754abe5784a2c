package io.cascadian.markets;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LookupFailureTest {

  @ParameterizedTest
  @CsvSource({
      "FAILED, 1, PT30M", "FAILED, 2, PT1H", "FAILED, 6, PT16H", "FAILED, 7, P1D", "FAILED, 1000000, P1D",
      "NOT_FOUND, 1, PT12H", "NOT_FOUND, 2, P1D", "NOT_FOUND, 6, P16D", "NOT_FOUND, 7, P30D",
      "REFUSED, 1, PT6H", "REFUSED, 3, P1D", "REFUSED, 9, P7D"})
  void pauses_doubleUpToLimit(LookupFailure failure, int attempts, Duration pause) {
    assertThat(failure.pause(attempts)).isEqualTo(pause);
  }
}
