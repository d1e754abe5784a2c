package io.cascadian.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Decides what becomes of a missed firing, for which no process was up or the database was away: a catch-up run starts while it is younger than a
 * limit; else it is skipped, with the reason. Of several only the latest counts: a run covers what earlier ones would have.
 *
 * <p>Decided by what is recorded of runs, not by Quartz, which forgets a missed firing's time. Immutable, thread-safe.
 */
final class MissedRuns {

  /** So long a trigger itself still has time to fire: a firing later than a minute is a misfire to Quartz, which drops it. */
  static final Duration GRACE = Duration.ofMinutes(2);

  private final CronSchedule schedule;
  private final Duration maxDelay;
  private final Clock clock;

  /**
   * Describes a missed firing.
   *
   * @param skipped why it is not caught up; empty when it is
   */
  record Missed(Instant due, Optional<String> skipped) {}

  MissedRuns(CronSchedule schedule, Duration maxDelay, Clock clock) {
    this.schedule = schedule;
    this.maxDelay = maxDelay;
    this.clock = clock;
  }

  /**
   * Returns the latest firing if it was missed.
   *
   * @param since firings up to this time cannot have been missed
   * @param dealtWith whether a run, or the record of a skipped one, is there for a firing
   */
  Optional<Missed> find(Instant since, Predicate<Instant> handled) {
    Instant now = clock.instant();
    return schedule.latest(now)
        .filter(due -> due.isAfter(since) && !due.isAfter(now.minus(GRACE)))
        .filter(due -> !handled.test(due))
        .map(due -> new Missed(due, tooLate(due, now)));
  }

  private Optional<String> tooLate(Instant due, Instant now) {
    Duration delay = Duration.between(due, now);
    return delay.compareTo(maxDelay) < 0
        ? Optional.empty()
        : Optional.of("missed at " + due + ", " + text(delay) + " before it was noticed; MISSED_RUN_MAX_DELAY is " + text(maxDelay));
  }

  private static String text(Duration duration) {
    return duration.toHours() > 0
        ? duration.toHours() + "h" + (duration.toMinutesPart() > 0 ? duration.toMinutesPart() + "m" : "")
        : duration.toMinutes() + "m";
  }
}
