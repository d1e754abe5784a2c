package io.cascadian.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class DueTimeTest {

  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

  @Test
  void threeInNewYorkIsSevenInSummerAndEightInWinter() {
    DueTime due = new DueTime("0 0 3 * * ?", NEW_YORK);
    assertThat(due.last(Instant.parse("2026-07-01T06:59:59Z"))).contains(Instant.parse("2026-06-30T07:00:00Z"));
    assertThat(due.last(Instant.parse("2026-07-01T07:00:00Z"))).contains(Instant.parse("2026-07-01T07:00:00Z"));
    assertThat(due.last(Instant.parse("2026-12-01T12:00:00Z"))).contains(Instant.parse("2026-12-01T08:00:00Z"));
    assertThat(due.next(Instant.parse("2026-12-01T08:00:00Z"))).contains(Instant.parse("2026-12-02T08:00:00Z"));
    // the night in which clocks are set back has 25 hours
    assertThat(due.last(Instant.parse("2026-11-01T07:30:00Z"))).contains(Instant.parse("2026-10-31T07:00:00Z"));
  }

  @Test
  void rareSchedulesAreFoundAndWhatNeverComesIsEmpty() {
    assertThat(new DueTime("0 0 3 ? * SUN", ZoneId.of("UTC")).last(Instant.parse("2026-11-25T00:00:00Z"))).contains(Instant.parse("2026-11-22T03:00:00Z"));
    assertThat(new DueTime("0 0 3 1 1 ?", ZoneId.of("UTC")).last(Instant.parse("2026-11-25T00:00:00Z"))).contains(Instant.parse("2026-01-01T03:00:00Z"));
    assertThat(new DueTime("0 0 3 1 1 ? 2099", ZoneId.of("UTC")).last(Instant.parse("2026-11-25T00:00:00Z"))).isEmpty();
    assertThatThrownBy(() -> new DueTime("every night", NEW_YORK)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("every night");
  }
}
