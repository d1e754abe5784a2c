package io.cascadian.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quartz.CronScheduleBuilder;
import org.quartz.TriggerBuilder;
import org.quartz.impl.triggers.CronTriggerImpl;

/** 3:00 in New York, every day of the year, summer and winter. */
class CronScheduleTest {

  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  private static final CronSchedule NIGHTLY = new CronSchedule("0 0 3 * * ?", NEW_YORK);

  @ParameterizedTest
  @CsvSource({
      // the day before, the day of the change, the day after: forward
      "2024-03-09T08:00:00Z, 2024-03-10T07:00:00Z, 2024-03-11T07:00:00Z",
      "2025-03-08T08:00:00Z, 2025-03-09T07:00:00Z, 2025-03-10T07:00:00Z",
      "2026-03-07T08:00:00Z, 2026-03-08T07:00:00Z, 2026-03-09T07:00:00Z",
      "2027-03-13T08:00:00Z, 2027-03-14T07:00:00Z, 2027-03-15T07:00:00Z",
      "2028-03-11T08:00:00Z, 2028-03-12T07:00:00Z, 2028-03-13T07:00:00Z",
      // back
      "2024-11-02T07:00:00Z, 2024-11-03T08:00:00Z, 2024-11-04T08:00:00Z",
      "2025-11-01T07:00:00Z, 2025-11-02T08:00:00Z, 2025-11-03T08:00:00Z",
      "2026-10-31T07:00:00Z, 2026-11-01T08:00:00Z, 2026-11-02T08:00:00Z",
      "2027-11-06T07:00:00Z, 2027-11-07T08:00:00Z, 2027-11-08T08:00:00Z",
      "2028-11-04T07:00:00Z, 2028-11-05T08:00:00Z, 2028-11-06T08:00:00Z"})
  void daysOfClockChange_fireOnce(Instant before, Instant change, Instant after) {
    assertThat(NIGHTLY.next(before.minusSeconds(1), 3)).containsExactly(before, change, after);
    assertThat(NIGHTLY.latest(change.minusMillis(1))).contains(before);
    assertThat(NIGHTLY.latest(change)).contains(change);
    assertThat(NIGHTLY.latest(after.minusMillis(1))).contains(change);
  }

  @Test
  void everyDayOfTwelveYears_firesAtThree() {
    Instant at = LocalDate.of(2024, 1, 1).atStartOfDay(NEW_YORK).toInstant();
    for (LocalDate day = LocalDate.of(2024, 1, 1); day.getYear() < 2036; day = day.plusDays(1)) {
      at = NIGHTLY.next(at).orElseThrow();
      assertThat(ZonedDateTime.ofInstant(at, NEW_YORK).toLocalDateTime()).isEqualTo(day.atTime(LocalTime.of(3, 0)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-03-07T12:00:00Z", "2026-07-01T00:00:00Z", "2026-10-31T12:00:00Z", "2026-12-24T09:00:00Z"})
  void quartzTrigger_firesAtSameTimes(Instant from) {
    CronTriggerImpl trigger = (CronTriggerImpl) TriggerBuilder.newTrigger().startAt(Date.from(from))
        .withSchedule(CronScheduleBuilder.cronSchedule("0 0 3 * * ?").inTimeZone(TimeZone.getTimeZone("America/New_York"))).build();
    trigger.computeFirstFireTime(null);
    for (Instant expected : NIGHTLY.next(from, 4)) {
      assertThat(trigger.getNextFireTime().toInstant()).isEqualTo(expected);
      trigger.triggered(null);
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "0 30 2 * * ?      | America/New_York    | 2027-03-14T00:00:00Z | 2027-03-14T07:00:00Z | 2027-03-15T06:30:00Z",
      "0 0 2 * * ?       | America/New_York    | 2027-03-14T00:00:00Z | 2027-03-14T07:00:00Z | 2027-03-15T06:00:00Z",
      "59 59 2 * * ?     | America/New_York    | 2027-03-14T00:00:00Z | 2027-03-14T07:00:00Z | 2027-03-15T06:59:59Z",
      "0 30 2 13-15 3 ?  | America/New_York    | 2027-03-13T12:00:00Z | 2027-03-14T07:00:00Z | 2027-03-15T06:30:00Z",
      "0 30 2 14 3 ? 2027| America/New_York    | 2027-03-01T00:00:00Z | 2027-03-14T07:00:00Z |",
      // midnight does not exist there on that day
      "0 15 0 * * ?      | Asia/Beirut         | 2025-03-29T12:00:00Z | 2025-03-29T22:00:00Z | 2025-03-30T21:15:00Z",
      // half an hour
      "0 15 2 * * ?      | Australia/Lord_Howe | 2026-10-03T00:00:00Z | 2026-10-03T15:30:00Z | 2026-10-04T15:15:00Z",
      // a whole day was left out
      "0 0 3 * * ?       | Pacific/Apia        | 2011-12-29T14:00:00Z | 2011-12-30T10:00:00Z | 2011-12-30T13:00:00Z",
      // it fires soon after anyway
      "0 30 * * * ?      | America/New_York    | 2027-03-14T06:45:00Z | 2027-03-14T07:30:00Z | 2027-03-14T08:30:00Z",
      "0 0 2,3 * * ?     | America/New_York    | 2027-03-14T00:00:00Z | 2027-03-14T07:00:00Z | 2027-03-15T06:00:00Z"})
  void timeThatADateLacks_isDueAfterTheGap(String cron, ZoneId zone, Instant after, Instant due, Instant next) {
    CronSchedule schedule = new CronSchedule(cron, zone);
    assertThat(schedule.next(after)).contains(due);
    assertThat(schedule.next(due)).isEqualTo(Optional.ofNullable(next));
    assertThat(schedule.latest(due)).contains(due);
    assertThat(schedule.latest(due.plusSeconds(1))).contains(due);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "0 30 1 * * ? | America/New_York    | 2026-11-01T06:30:00Z",
      "0 0 1 * * ?  | America/New_York    | 2026-11-01T06:00:00Z",
      "0 30 2 * * ? | Europe/Berlin       | 2026-10-25T01:30:00Z",
      "0 45 1 * * ? | Australia/Lord_Howe | 2027-04-03T15:15:00Z"})
  void timeThatADateHasTwice_isDueOnce(String cron, ZoneId zone, Instant due) {
    CronSchedule schedule = new CronSchedule(cron, zone);
    Instant start = due.minus(Duration.ofHours(12));
    for (Instant from = start; from.isBefore(due.plus(Duration.ofHours(12))); from = from.plus(Duration.ofMinutes(1))) {
      Instant next = schedule.next(from).orElseThrow();
      assertThat(from.isBefore(due) ? next : schedule.latest(from).orElseThrow()).as("asked at %s", from).isEqualTo(due);
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "* * * * * ? | PT1S", "0/7 * * * * ? | PT4S", "0 0/5 * * * ? | PT5M", "0 0,1 3 * * ? | PT1M", "0 0 3 * * ? | PT24H", "0 0 3 1 1 ? 2090 |"})
  void shortestPause_isFoundForAnyExpression(String cron, Duration pause) {
    assertThat(CronSchedule.shortestPause(cron)).isEqualTo(Optional.ofNullable(pause));
  }

  @Test
  void latestFiring_isFound_atAnyFrequency() {
    Instant now = Instant.parse("2026-06-15T12:00:00.500Z");
    assertThat(latest("* * * * * ?", now)).isEqualTo("2026-06-15T12:00:00Z");
    assertThat(latest("0/7 * * * * ?", now.plusSeconds(20))).isEqualTo("2026-06-15T12:00:14Z");
    assertThat(latest("0 0/15 * * * ?", now.minusSeconds(1))).isEqualTo("2026-06-15T11:45:00Z");
    assertThat(latest("0 0 3 ? * MON", now)).isEqualTo("2026-06-15T07:00:00Z");
    assertThat(latest("0 0 3 1 1 ?", now)).isEqualTo("2026-01-01T08:00:00Z");
    assertThat(latest("0 0 3 29 2 ?", now)).isEqualTo("2024-02-29T08:00:00Z");
    assertThat(new CronSchedule("0 0 3 1 1 ? 2019", NEW_YORK).latest(now)).isEmpty();
    assertThat(new CronSchedule("0 0 3 1 1 ? 2019", NEW_YORK).next(now)).isEmpty();
    assertThat(new CronSchedule("0 0 3 1 1 ? 2027", NEW_YORK).next(now, 5)).isEqualTo(List.of(Instant.parse("2027-01-01T08:00:00Z")));
  }

  @Test
  void invalidExpression_isRejected() {
    assertThatThrownBy(() -> new CronSchedule("0 0 25 * * ?", NEW_YORK)).hasMessageContaining("'0 0 25 * * ?' is not a Quartz cron expression");
  }

  private static String latest(String cron, Instant at) {
    return new CronSchedule(cron, NEW_YORK).latest(at).orElseThrow().toString();
  }

  @Test
  void regions_areZones_offsetsAreNot() {
    assertThat(List.of("UTC-5", "UTC+03:00", "UT+3", "-05:00", "+1")).noneMatch(CronSchedule::isZoneOfQuartz);
    assertThat(List.of("UTC", "Z", "GMT", "GMT+3", "Etc/GMT+5", "America/New_York", "Asia/Kathmandu")).allMatch(CronSchedule::isZoneOfQuartz);
    assertThat(ZoneId.getAvailableZoneIds()).filteredOn(name -> !name.startsWith("SystemV/")).allMatch(CronSchedule::isZoneOfQuartz);
  }

  @Test
  void expressionInThePast_neverFires() {
    assertThat(List.of("0 0 3 31 2 ?", "0 0 3 1 1 ? 2020")).noneMatch(CronSchedule::everFires);
    assertThat(List.of("0 0 3 29 2 ?", "0 0 3 * * ?", "0 0 3 ? * MON#5")).allMatch(CronSchedule::everFires);
  }
}
