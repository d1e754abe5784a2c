package io.cascadian.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the handling of firings that were missed while no process was running; the tests set the clock. */
class MissedRunsTest {

  private static final Instant LONG_AGO = Instant.parse("2024-01-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource({
      // summer, winter, and the days on which clocks change, of three years: when it is noticed, which firing was missed
      "2026-07-10T08:30:00Z, 2026-07-10T07:00:00Z", "2026-12-10T08:30:00Z, 2026-12-10T08:00:00Z",
      "2025-03-09T07:59:00Z, 2025-03-09T07:00:00Z", "2026-03-08T12:59:00Z, 2026-03-08T07:00:00Z", "2027-03-14T07:03:00Z, 2027-03-14T07:00:00Z",
      "2025-11-02T08:59:00Z, 2025-11-02T08:00:00Z", "2026-11-01T13:59:00Z, 2026-11-01T08:00:00Z", "2027-11-07T08:03:00Z, 2027-11-07T08:00:00Z"})
  void recentlyMissedFiring_isCaughtUp(Instant now, Instant due) {
    assertThat(find(now, LONG_AGO, null)).contains(new MissedRuns.Missed(due, Optional.empty()));
    assertThat(find(now, LONG_AGO, due)).as("when it has its run").isEmpty();
    assertThat(find(now, due, null)).as("when the schedule was new, changed or started then").isEmpty();
    assertThat(find(now, due.minusMillis(1), null)).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
      "2026-03-08T13:00:00Z, 2026-03-08T07:00:00Z, 6h", "2026-11-01T14:00:00Z, 2026-11-01T08:00:00Z, 6h",
      "2026-07-11T06:59:59Z, 2026-07-10T07:00:00Z, 23h59m", "2026-11-01T07:59:59Z, 2026-10-31T07:00:00Z, 24h59m"})
  void firingMissedForLonger_isSkippedWithReason(Instant now, Instant due, String delay) {
    assertThat(find(now, LONG_AGO, null)).hasValueSatisfying(missed -> {
      assertThat(missed.due()).isEqualTo(due);
      assertThat(missed.skipped()).contains("missed at " + due + ", " + delay + " before it was noticed; MISSED_RUN_MAX_DELAY is 6h");
    });
  }

  @Test
  void severalMissedFirings_latestCounts() {
    assertThat(find(Instant.parse("2026-07-13T07:30:00Z"), LONG_AGO, Instant.parse("2026-07-09T07:00:00Z")))
        .contains(new MissedRuns.Missed(Instant.parse("2026-07-13T07:00:00Z"), Optional.empty()));
  }

  @Test
  void trigger_hasTimeToFire() {
    assertThat(find(Instant.parse("2026-07-13T07:01:59Z"), LONG_AGO, null)).isEmpty();
    MissedRuns often = new MissedRuns(new CronSchedule("0/5 * * * * ?", ZoneOffset.UTC), Duration.ofHours(6), at("2026-07-13T07:01:59Z"));
    assertThat(often.find(LONG_AGO, due -> false)).as("there is always one that is about to fire").isEmpty();
  }

  private static Optional<MissedRuns.Missed> find(Instant now, Instant since, Instant lastRun) {
    return new MissedRuns(new CronSchedule("0 0 3 * * ?", ZoneId.of("America/New_York")), Duration.ofHours(6), at(now.toString()))
        .find(since, due -> lastRun != null && !lastRun.isBefore(due));
  }

  private static Clock at(String now) {
    return Clock.fixed(Instant.parse(now), ZoneOffset.UTC);
  }
}
