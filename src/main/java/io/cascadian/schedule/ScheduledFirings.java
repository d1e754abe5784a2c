package io.cascadian.schedule;

import io.cascadian.nightly.Firings;
import io.cascadian.store.Postgres;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Computes the firings of the nightly run by the shared schedule, since it is in force: an edit, or a start after a stop, resets that time. The last two
 * minutes are the trigger's own. Thread-safe.
 */
public final class ScheduledFirings implements Firings {

  /** One a minute for a month; no caller reads beyond. */
  private static final int MOST = 45_000;

  private final ScheduleState state;

  public ScheduledFirings(Postgres postgres, Clock clock) {
    this.state = new ScheduleState(postgres, Schedule.NIGHTLY, clock);
  }

  /** @throws io.cascadian.store.StoreException when Postgres cannot be asked */
  @Override
  public List<Instant> between(Instant from, Instant to) {
    ScheduleState.State now = state.state();
    if (now.cron() == null || now.cron().isEmpty()) {
      return List.of();
    }
    CronSchedule schedule = new CronSchedule(now.cron(), ZoneId.of(now.zone()));
    Instant latest = to.minus(MissedRuns.GRACE);
    Instant end = now.isStopped() && now.stoppedAt().isBefore(latest) ? now.stoppedAt() : latest;
    List<Instant> firings = new ArrayList<>();
    Optional<Instant> next = schedule.next(from.isAfter(now.inForceSince()) ? from : now.inForceSince());
    while (next.isPresent() && !next.get().isAfter(end) && firings.size() < MOST) {
      firings.add(next.get());
      next = schedule.next(next.get());
    }
    return firings;
  }
}
