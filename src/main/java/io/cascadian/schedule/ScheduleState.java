package io.cascadian.schedule;

import io.cascadian.store.Postgres;
import io.cascadian.store.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Stores the state of a schedule that all service processes share: since when it is in force, and whether it is stopped. Kept in Postgres. Thread-safe. */
final class ScheduleState {

  private final Postgres postgres;
  private final String name;
  private final Clock clock;

  /**
   * @param cron expression in force; empty when there is none, null when none was ever made known; {@code zone} likewise
   * @param inForceSince earlier firings cannot have been missed
   * @param initializedAt null before the first initialisation
   * @param stoppedAt null while it is not stopped; {@code stoppedBy} likewise
   */
  record State(String cron, String zone, Instant inForceSince, Instant initializedAt, Instant stoppedAt, String stoppedBy) {

    boolean isStopped() {
      return stoppedAt != null;
    }

    boolean follows(CronSchedule schedule) {
      return schedule.cron().equals(cron) && schedule.zone().getId().equals(zone);
    }
  }

  ScheduleState(Postgres postgres, String name, Clock clock) {
    this.postgres = postgres;
    this.name = name;
    this.clock = clock;
  }

  /**
   * Makes the schedule known; where it is another than before, it counts from now on. Whether it is stopped stays as it was.
   *
   * @param schedule empty when none is in force
   */
  void announce(Optional<CronSchedule> schedule) {
    postgres.update(
        """
        INSERT INTO schedules (name, cron, zone, in_force_since) VALUES (?, ?, ?, ?)
        ON CONFLICT (name) DO UPDATE SET cron = excluded.cron, zone = excluded.zone, in_force_since = excluded.in_force_since
        WHERE (schedules.cron, schedules.zone) <> (excluded.cron, excluded.zone)
        """,
        name, schedule.map(CronSchedule::cron).orElse(""), schedule.map(s -> s.zone().getId()).orElse(""), now());
  }

  /**
   * Corrects what was recorded by a clock that was ahead. A schedule that is in force since a time to come counts from now on, because until that time
   * nothing could be missed; a process that seems to have been seen in the future is taken for seen now, because until that time no process would take
   * over its firings if it is gone.
   *
   * @return the time to come since which the schedule was in force; empty when it was none
   */
  Optional<Instant> correctFuture(Duration tolerance) {
    Instant now = clock.instant();
    postgres.update(Sql.load("schedule/processes-seen-in-the-future"), now.toEpochMilli(), now.plus(tolerance).toEpochMilli());
    return postgres.queryOne(Sql.load("schedule/in-force-since-the-future"), row -> row.getTimestamp(1).toInstant(),
        name, Timestamp.from(now.plus(tolerance)), Timestamp.from(now));
  }

  /** Returns the state; if it was never announced, as if it had been announced now. */
  State state() {
    return postgres.queryOne("SELECT * FROM schedules WHERE name = ?", ScheduleState::state, name)
        .orElseGet(() -> new State(null, null, clock.instant(), null, null, null));
  }

  /** Returns whether this was the first time. */
  boolean initialized() {
    return postgres.update("UPDATE schedules SET initialized_at = ? WHERE name = ? AND initialized_at IS NULL", now(), name) > 0;
  }

  /** Returns false when it was stopped already. */
  boolean stop(String by) {
    return postgres.update("UPDATE schedules SET stopped_at = ?, stopped_by = ? WHERE name = ? AND stopped_at IS NULL", now(), by, name) > 0;
  }

  /** Starts the schedule; firings while it was stopped are not missed. Returns false when it was not stopped. */
  boolean start() {
    return postgres.update(
        "UPDATE schedules SET stopped_at = NULL, stopped_by = NULL, in_force_since = ? WHERE name = ? AND stopped_at IS NOT NULL", now(), name) > 0;
  }

  private Timestamp now() {
    return Timestamp.from(clock.instant());
  }

  private static State state(ResultSet row) throws SQLException {
    return new State(row.getString("cron"), row.getString("zone"), row.getTimestamp("in_force_since").toInstant(),
        instant(row, "initialized_at"), instant(row, "stopped_at"), row.getString("stopped_by"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant).orElse(null);
  }
}
