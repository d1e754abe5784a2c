package io.cascadian.schedule;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TimeZone;
import org.quartz.CronExpression;

/**
 * When is something due? A Quartz expression in a time zone, read as Quartz's own triggers read it.
 *
 * <p>Where clocks are put forward, times that do not exist are passed over; where they are put back, a time that comes twice counts once.
 * Thread-safe.
 */
public final class CronSchedule {

  /** How far back the latest firing is looked for, nearest first, so that few have to be counted through. */
  private static final List<Duration> LOOK_BACK = List.of(Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofDays(1),
      Duration.ofDays(8), Duration.ofDays(32), Duration.ofDays(367), Duration.ofDays(5 * 366));

  private final CronExpression expression;
  private final ZoneId zone;

  /** @throws IllegalArgumentException when the expression is not one of Quartz's */
  public CronSchedule(String cron, ZoneId zone) {
    try {
      this.expression = new CronExpression(cron);
    } catch (ParseException e) {
      throw new IllegalArgumentException("'" + cron + "' is not a Quartz cron expression: " + e.getMessage(), e);
    }
    this.expression.setTimeZone(TimeZone.getTimeZone(zone));
    this.zone = zone;
  }

  /**
   * Whether an expression has a time to come; a 31st of February, and a year that is over, have none.
   *
   * @throws IllegalArgumentException when it is not one of Quartz's
   */
  public static boolean everFires(String cron) {
    return new CronSchedule(cron, ZoneOffset.UTC).next(Instant.now()).isPresent();
  }

  /**
   * Whether Quartz takes a name for the same time zone. It reads names as {@link TimeZone} does, for which one that it does not know, such as
   * {@code UTC-5}, is GMT.
   *
   * @throws java.time.DateTimeException when there is no such time zone at all
   */
  public static boolean isZoneOfQuartz(String name) {
    return TimeZone.getTimeZone(name).toZoneId().getRules().equals(ZoneId.of(name).getRules());
  }

  public String cron() {
    return expression.getCronExpression();
  }

  public ZoneId zone() {
    return zone;
  }

  /** The first firing after a time; empty when there is none any more. */
  public Optional<Instant> next(Instant after) {
    synchronized (expression) {
      return Optional.ofNullable(expression.getNextValidTimeAfter(Date.from(after))).map(Date::toInstant);
    }
  }

  /** The next firings after a time, in order. */
  public List<Instant> next(Instant after, int count) {
    List<Instant> times = new ArrayList<>();
    Optional<Instant> next = next(after);
    while (next.isPresent() && times.size() < count) {
      times.add(next.get());
      next = next(next.get());
    }
    return times;
  }

  /** The last firing up to a time, that time included; empty when there was none in the five years before. */
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
