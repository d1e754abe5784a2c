package io.cascadian.observe;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import org.quartz.CronExpression;

/** When should the last scheduled run have begun, and when is the next? By the schedule's own zone, summer and winter. Immutable. */
public final class DueTime {

  /** How far back is looked for the last time, the usual distance first. */
  private static final List<Duration> BACK = List.of(Duration.ofHours(26), Duration.ofDays(8), Duration.ofDays(32), Duration.ofDays(367));

  private final CronExpression cron;

  /** @throws IllegalArgumentException when the expression is none */
  public DueTime(String expression, ZoneId zone) {
    try {
      cron = new CronExpression(expression);
    } catch (ParseException e) {
      throw new IllegalArgumentException("not a Quartz expression: " + expression, e);
    }
    cron.setTimeZone(TimeZone.getTimeZone(zone));
  }

  /** The last scheduled time at or before; empty when there was none for a year. */
  public Optional<Instant> last(Instant now) {
    for (Duration back : BACK) {
      Instant found = null;
      for (Instant next = after(now.minus(back)); next != null && !next.isAfter(now); next = after(next)) {
        found = next;
      }
      if (found != null) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  /** The next scheduled time after; empty when there is none. */
  public Optional<Instant> next(Instant now) {
    return Optional.ofNullable(after(now));
  }

  private Instant after(Instant time) {
    Date next = cron.getNextValidTimeAfter(Date.from(time));
    return next == null ? null : next.toInstant();
  }
}
