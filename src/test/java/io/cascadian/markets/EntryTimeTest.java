package io.cascadian.markets;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntryTimeTest {

  @ParameterizedTest
  @CsvSource({
      "2026-11-02T16:31:01Z, 2026-11-02T16:31:01Z",
      "2026-11-02t16:31:01.999z, 2026-11-02T16:31:01Z",
      "2026-11-02 16:31:01+00, 2026-11-02T16:31:01Z",
      "2026-11-02 16:31:01.123456+00, 2026-11-02T16:31:01Z",
      "2026-11-02 16:31:01+02:00, 2026-11-02T14:31:01Z",
      "2026-11-02 16:31:01-0530, 2026-11-02T22:01:01Z",
      "2026-11-02T16:31, 2026-11-02T16:31:00Z",
      "2026-11-02 16:31:01, 2026-11-02T16:31:01Z",
      "2026-11-02, 2026-11-02T00:00:00Z",
      "1762101061, 2025-11-02T16:31:01Z",
      "1762101061999, 2025-11-02T16:31:01Z",
      "1970-01-01T00:00:00Z, 1970-01-01T00:00:00Z",
      "2106-02-07T06:28:15Z, 2106-02-07T06:28:15Z"})
  void knownNotations_areUtcSeconds(String text, Instant time) {
    assertThat(EntryTime.parse(text)).hasValue(time.getEpochSecond());
  }

  @ParameterizedTest
  @ValueSource(strings = {"2200-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "2106-02-07T06:28:16Z", "9999999999", "9999999999999",
      "12", "17621010619", "yesterday", "2026-13-01", "2026-02-30T00:00:00Z", "+12026-01-01", "11/02/2026", "null", "T", " ", "2026-11-02T16:31:01Z x"})
  void otherTexts_areNone(String text) {
    assertThat(EntryTime.parse(text)).isEmpty();
  }
}
