package io.cascadian.schedule;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TimeZone;
import java.util.stream.IntStream;
import org.quartz.CronExpression;

/**
 * Computes when something is due by a Quartz expression in a time zone.
 *
 * <p>Where clocks are put back, a time that comes twice counts once, the second time, as Quartz's triggers have it. Where they are put forward, Quartz
 * passes over the times that a date lacks; here such a firing is due at the first moment after the gap, unless the expression has one within the
 * hour after it anyway. {@link Triggers} makes the stored triggers fire so. Thread-safe.
 */
public final class CronSchedule {

  /** How far back the latest firing is looked for, nearest first, so that few have to be counted through. */
  private static final List<Duration> LOOK_BACK = List.of(Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofDays(1),
      Duration.ofDays(8), Duration.ofDays(32), Duration.ofDays(367), Duration.ofDays(5 * 366));

  /** A firing that falls into a gap is not due by itself when the next one is so near: that of a schedule of every hour. */
  private static final Duration NEAR = Duration.ofHours(1);

  /** Of firings that start runs; longer than a trigger has for itself, so that each one that is missed is noticed before the next. */
  private static final Duration SHORTEST = Duration.ofMinutes(5);

  /** As many firings as a schedule of every five minutes has in a day. */
  private static final int COMPARED = 300;

  /** In times of day: it has those that a date of the zone lacks. */
  private final CronExpression expression;
  private final ZoneId zone;

  /** @throws IllegalArgumentException when the expression is not one of Quartz's */
  public CronSchedule(String cron, ZoneId zone) {
    try {
      this.expression = new CronExpression(cron);
    } catch (ParseException e) {
      throw new IllegalArgumentException("'" + cron + "' is not a Quartz cron expression: " + e.getMessage(), e);
    }
    this.expression.setTimeZone(TimeZone.getTimeZone(ZoneOffset.UTC));
    this.zone = zone;
  }

  /**
   * Returns whether an expression has a time to come; a 31st of February, and a year that is over, have none.
   *
   * @throws IllegalArgumentException when it is not one of Quartz's
   */
  public static boolean everFires(String cron) {
    return new CronSchedule(cron, ZoneOffset.UTC).next(Instant.now()).isPresent();
  }

  /**
   * Returns whether Quartz takes a name for the same time zone. It reads names as {@link TimeZone} does, for which one that it does not know, such as
   * {@code UTC-5}, is GMT.
   *
   * @throws java.time.DateTimeException when there is no such time zone at all
   */
  public static boolean isZoneOfQuartz(String name) {
    return TimeZone.getTimeZone(name).toZoneId().getRules().equals(ZoneId.of(name).getRules());
  }

  /**
   * Returns why an expression fires too often for runs; empty when it does not.
   *
   * @throws IllegalArgumentException when it is not one of Quartz's
   */
  public static Optional<String> tooOften(String cron) {
    return shortestPause(cron).filter(pause -> pause.compareTo(SHORTEST) < 0).map(pause -> "'" + cron + "' fires " + pause.toSeconds()
        + " s after another time, and runs start " + SHORTEST.toMinutes() + " minutes apart at least: a run takes minutes, and a firing while one is"
        + " going on starts nothing");
  }

  /** Returns why a pause between firings is too short for runs; empty when it is not. */
  public static Optional<String> tooOften(Duration pause) {
    return pause.compareTo(SHORTEST) >= 0 ? Optional.empty() : Optional.of("it fires every " + pause.toMillis() + " ms, and runs start " + SHORTEST.toMinutes()
        + " minutes apart at least: a firing while one is in progress starts nothing and is recorded as skipped");
  }

  /** Returns the shortest time between two firings; empty when there are fewer than two to come. */
  static Optional<Duration> shortestPause(String cron) {
    List<Instant> times = new CronSchedule(cron, ZoneOffset.UTC).next(Instant.now(), COMPARED);
    return IntStream.range(1, times.size()).mapToObj(i -> Duration.between(times.get(i - 1), times.get(i))).min(Comparator.naturalOrder());
  }

  public String cron() {
    return expression.getCronExpression();
  }

  public ZoneId zone() {
    return zone;
  }

  /** Returns the first firing after a time; empty when there is none any more. */
  public Optional<Instant> next(Instant after) {
    Optional<LocalDateTime> local = following(before(after));
    while (local.isPresent()) {
      ZoneOffsetTransition change = zone.getRules().getTransition(local.get());
      Instant due = due(local.get(), change);
      if (due.isAfter(after)) {
        return Optional.of(due);
      }
      // of the times that are left out the first one counts for all
      local = following(change != null && change.isGap() ? change.getDateTimeAfter().minusSeconds(1) : local.get());
    }
    return Optional.empty();
  }

  /** Returns the time of day after which the firings after a time are; where that comes twice and is there for the first time, all of it is still to come. */
  private LocalDateTime before(Instant time) {
    LocalDateTime local = LocalDateTime.ofInstant(time, zone);
    ZoneOffsetTransition next = zone.getRules().nextTransition(time);
    return next != null && next.isOverlap() && !local.isBefore(next.getDateTimeAfter()) ? next.getDateTimeAfter().minusSeconds(1) : local;
  }

  /** @param change of the clock that the time of day is within; null for none */
  private Instant due(LocalDateTime local, ZoneOffsetTransition change) {
    if (change == null) {
      return local.atZone(zone).toInstant();
    }
    if (change.isOverlap()) {
      return local.toInstant(change.getOffsetAfter());
    }
    return following(change.getDateTimeAfter().minusSeconds(1)).map(next -> next.toInstant(change.getOffsetAfter()))
        .filter(next -> !next.isAfter(change.getInstant().plus(NEAR))).orElse(change.getInstant());
  }

  /** Returns the next time of day of the expression, whether the zone has it or not. */
  private Optional<LocalDateTime> following(LocalDateTime local) {
    synchronized (expression) {
      return Optional.ofNullable(expression.getNextValidTimeAfter(Date.from(local.toInstant(ZoneOffset.UTC))))
          .map(time -> LocalDateTime.ofInstant(time.toInstant(), ZoneOffset.UTC));
    }
  }

  /** Returns whether a firing is not at a time of the expression but after the gap that has it. */
  boolean isAfterGap(Instant due) {
    synchronized (expression) {
      return !expression.isSatisfiedBy(Date.from(LocalDateTime.ofInstant(due, zone).toInstant(ZoneOffset.UTC)));
    }
  }

  /** Returns the next firings after a time, in order. */
  public List<Instant> next(Instant after, int count) {
    List<Instant> times = new ArrayList<>();
    Optional<Instant> next = next(after);
    while (next.isPresent() && times.size() < count) {
      times.add(next.get());
      next = next(next.get());
    }
    return times;
  }

  /** Returns the last firing up to a time, that time included; empty when there was none in the five years before. */
  public Optional<Instant> latest(Instant at) {
    for (Duration back : LOOK_BACK) {
      Optional<Instant> due = upTo(at, next(at.minus(back)));
      if (due.isPresent()) {
        Instant latest = due.get();
        for (due = upTo(at, next(latest)); due.isPresent(); due = upTo(at, next(latest))) {
          latest = due.get();
        }
        return Optional.of(latest);
      }
    }
    return Optional.empty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CronSchedule that && that.cron().equals(cron()) && that.zone.equals(zone);
  }

  @Override
  public int hashCode() {
    return Objects.hash(cron(), zone);
  }

  @Override
  public String toString() {
    return "'" + cron() + "' in " + zone;
  }

  private static Optional<Instant> upTo(Instant at, Optional<Instant> due) {
    return due.filter(time -> !time.isAfter(at));
  }
}
