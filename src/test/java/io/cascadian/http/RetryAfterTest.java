package io.cascadian.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

  private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-24T03:00:00Z"), ZoneOffset.UTC);

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "0 | 0", "7 | 7", " 120 | 120",
      "Tue, 24 Nov 2026 03:00:30 GMT | 30",
      "Tue, 24 Nov 2026 02:00:00 GMT | 0"})
  void bothForms_areParsed_pastDateIsZero(String value, long seconds) {
    assertThat(RetryAfter.parse(value, CLOCK)).contains(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", "1.5", "99999999999"})
  void invalidValue_isEmpty(String value) {
    assertThat(RetryAfter.parse(value, CLOCK)).isEmpty();
  }
}
