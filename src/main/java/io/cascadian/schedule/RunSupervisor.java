package io.cascadian.schedule;

import io.cascadian.nightly.OpenRuns;
import io.cascadian.nightly.RunStart;
import io.cascadian.nightly.RunStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the run that is to be started though no trigger fires: an orphaned one, or a nightly one whose firing was missed. For one caller at a time. */
final class RunSupervisor {

  private static final Logger LOG = LoggerFactory.getLogger(RunSupervisor.class);

  private final ScheduleState state;
  private final RunStore runStore;
  private final OpenRuns openRuns;
  private final Duration maxDelay;
  private final Clock clock;
  private volatile Optional<RunStart> lastResumed = Optional.empty();

  /** @param maxDelay how late a missed run is caught up */
  RunSupervisor(ScheduleState state, RunStore runStore, OpenRuns openRuns, Duration maxDelay, Clock clock) {
    this.state = state;
    this.runStore = runStore;
    this.openRuns = openRuns;
    this.maxDelay = maxDelay;
    this.clock = clock;
  }

  /**
   * Returns the run that is to be started now; empty when there is none. A run that was to be resumed and is still orphaned at the next call keeps no missed
   * start waiting. A missed firing that is too old is recorded as skipped.
   *
   * @throws io.cascadian.store.StoreException when Postgres cannot be asked
   */
  Optional<RunStart> next(CamelContext context, Triggers triggers) {
    Optional<RunStart> orphaned = openRuns.orphaned(kind -> context.getRoute(kind) != null, triggers::isStarted);
    boolean inVain = orphaned.isPresent() && orphaned.equals(lastResumed);
    lastResumed = orphaned;
    return inVain ? missed(triggers).or(() -> orphaned) : orphaned.or(() -> missed(triggers));
  }

  private Optional<RunStart> missed(Triggers triggers) {
    ScheduleState.State now = state.state();
    Optional<CronSchedule> asked = triggers.asked(Schedule.ROUTE);
    if (now.isStopped() || asked.isEmpty() || !triggers.isStarted(Schedule.ROUTE) || openRuns.isLockHeld()) {
      return Optional.empty();
    }
    if (!now.follows(asked.get())) {
      // Postgres was away when the route was edited; before now that expression had nothing to miss
      state.announce(asked);
      return Optional.empty();
    }
    Optional<MissedRuns.Missed> found = new MissedRuns(asked.get(), maxDelay, clock).find(now.inForceSince(),
        due -> runStore.isFiringHandled(Schedule.NIGHTLY, due, clock.instant().plus(Schedule.AHEAD)));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    RunStart start = new RunStart(Schedule.NIGHTLY, RunStart.LATE, found.get().due());
    if (found.get().skipped().isPresent()) {
      if (runStore.skipped(start, found.get().skipped().get()).isPresent()) {
        LOG.warn("The nightly run is skipped: {}", found.get().skipped().get());
      }
      return Optional.empty();
    }
    LOG.warn("The nightly run of {} was missed; its catch-up run starts now", start.due());
    return Optional.of(start);
  }
}
