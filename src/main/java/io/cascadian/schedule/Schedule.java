package io.cascadian.schedule;

import io.cascadian.nightly.OpenRuns;
import io.cascadian.nightly.RunStart;
import io.cascadian.nightly.RunStore;
import io.cascadian.store.Postgres;
import io.cascadian.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Manages the schedule of the nightly run, which all service processes on one Postgres share.
 *
 * <p>When it is due is what the route {@code nightly-schedule} has, which operators edit while the service runs: what is reported and caught up is
 * what fires. Routes call {@code fire} when a trigger fires and {@code supervise} every few seconds; the HTTP interface stops it, starts it and asks how it
 * stands. Whether it is stopped is kept in Postgres: it holds for all processes and outlives them. Thread-safe.
 */
public final class Schedule {

  /** Header with the name of the route that is to be run. */
  public static final String RUN = "run";

  private static final Logger LOG = LoggerFactory.getLogger(Schedule.class);
  static final String NIGHTLY = "nightly";
  /** The route whose trigger starts the nightly run. */
  public static final String ROUTE = "nightly-schedule";
  /** By how much clocks of processes and of Postgres may differ; what is recorded of later than that was recorded by a clock that was ahead. */
  static final Duration AHEAD = Duration.ofHours(1);

  private final ScheduleState state;
  /** Reads and writes the same state for interactive callers. */
  private final ScheduleState interactive;
  private final RunStore runStore;
  private final RunSupervisor supervisor;
  private final Duration maxDelay;
  private final Clock clock;
  private final RepeatedFailure failing = new RepeatedFailure(LOG, "Run supervision");
  private final RepeatedFailure unknownTriggers = new RepeatedFailure(LOG, "The comparison of stored triggers with their routes");
  private volatile Optional<Triggers.Stored> fires = Optional.empty();
  private volatile Seen seen = new Seen(Optional.empty(), false, Instant.EPOCH);

  /**
   * Holds the state of the schedule's route at the last check.
   *
   * @param asked when it wants to be fired; empty when it has no expression
   * @param started false when it was switched off
   * @param since when the expression was edited; long ago when it is the one that this process began with
   */
  private record Seen(Optional<CronSchedule> asked, boolean started, Instant since) {

    Optional<CronSchedule> inForce() {
      return asked.filter(any -> started);
    }
  }

  /**
   * @param maxDelay how late a missed run is caught up
   * @param interactivePostgres the same Postgres for interactive callers
   */
  public Schedule(Duration maxDelay, Postgres postgres, Postgres interactivePostgres, RunStore runStore, OpenRuns openRuns, Clock clock) {
    this.state = new ScheduleState(postgres, NIGHTLY, clock);
    this.interactive = new ScheduleState(interactivePostgres, NIGHTLY, clock);
    this.runStore = runStore;
    this.supervisor = new RunSupervisor(state, runStore, openRuns, maxDelay, clock);
    this.maxDelay = maxDelay;
    this.clock = clock;
  }

  /**
   * Announces the schedule after the start of the routes and after each edit, and the stored triggers
   * those of the routes. Failures are logged; the next call, the next supervision or the next start corrects them.
   */
  public synchronized void routesChanged(CamelContext context) {
    Triggers triggers = new Triggers(context, clock);
    Optional<CronSchedule> asked = triggers.asked(ROUTE);
    boolean edited = seen.asked.isPresent() && !seen.asked.equals(asked);
    seen = new Seen(asked, triggers.isStarted(ROUTE), edited ? clock.instant() : seen.since);
    try {
      state.announce(seen.inForce());
      correctFuture();
    } catch (StoreException e) {
      LOG.error("Storing the schedule's state failed; run-supervisor retries it: {}", e.getMessage());
    }
    try {
      triggers.tidy();
      fires = triggers.stored(ROUTE);
    } catch (SchedulerException e) {
      LOG.error("Comparing the stored triggers with the routes failed; the next edit or start repeats it: {}", e.getMessage());
    }
  }

  private void correctFuture() {
    state.correctFuture(AHEAD).ifPresent(since -> LOG.warn(
        "The schedule was recorded as in force since {}, by a clock that was ahead; missed firings are counted from now on", since));
  }

  /** Returns when the last run should have begun; empty when there was none yet since the expression was edited, or there is none. */
  public Optional<Instant> lastDue() {
    Seen now = seen;
    return now.asked.flatMap(asked -> asked.latest(clock.instant())).filter(due -> due.isAfter(now.since));
  }

  /** Returns when the trigger fires next, as it was stored when it was last looked at; empty when it does not, or the route starts nothing. */
  public Optional<Instant> nextDue() {
    return fires.filter(any -> seen.inForce().isPresent()).map(Triggers.Stored::next);
  }

  /** Stops taking firings before the routes stop, so that other processes take them. Failures are logged. */
  public void ending(CamelContext context) {
    try {
      if (context.hasComponent("quartz") != null) {
        new Triggers(context, clock).scheduler().standby();
      }
    } catch (SchedulerException e) {
      LOG.warn("Stopping the scheduler failed; it may take a firing until the process ends: {}", e.getMessage());
    }
  }

  /** Turns a firing of Quartz into a start of the nightly run; while the schedule is stopped, into the record of a skipped one. */
  public void fire(Exchange exchange) {
    Message message = exchange.getMessage();
    Instant due = Optional.ofNullable(message.getHeader("scheduledFireTime", Date.class)).map(Date::toInstant).orElseGet(clock::instant);
    message.removeHeaders("*");
    RunStart start = new RunStart(NIGHTLY, RunStart.SCHEDULE, due);
    ScheduleState.State now = state.state();
    if (now.isStopped()) {
      runStore.skipped(start, stopped(now));
      exchange.setRouteStop(true);
      return;
    }
    LOG.info("The nightly run of {} is due", due);
    start.onto(message);
  }

  private static String stopped(ScheduleState.State state) {
    return "the schedule is stopped since " + state.stoppedAt() + " (" + state.stoppedBy() + "); POST /api/cron/start starts it";
  }

  /**
   * Corrects stored times that a clock which was ahead has left, and leaves on the message what {@link RunSupervisor} finds to be started: the header
   * {@value #RUN} names the route, and is missing when there is nothing to do. Failures are logged, and the next supervision follows.
   */
  public void supervise(Exchange exchange) {
    Message message = exchange.getMessage();
    message.removeHeaders("*");
    try {
      Triggers triggers = new Triggers(exchange.getContext(), clock);
      correctFuture();
      correctTimes(triggers);
      supervisor.next(exchange.getContext(), triggers).ifPresent(found -> {
        found.onto(message);
        message.setHeader(RUN, found.kind());
      });
      failing.recovered();
    } catch (StoreException e) {
      failing.failed(e.getMessage());
    }
  }

  /** Failures are logged: what Quartz does not start is found to be missed all the same. */
  private void correctTimes(Triggers triggers) {
    try {
      triggers.correctTimes();
      fires = triggers.stored(ROUTE);
      unknownTriggers.recovered();
    } catch (SchedulerException e) {
      unknownTriggers.failed(e.getMessage());
    }
  }

  /**
   * Checks that the schedule works: the trigger is stored and fires, and this process takes firings. A stopped schedule stays stopped.
   *
   * @return whether this was the first time in this installation
   * @throws ScheduleException when it does not work
   */
  public boolean initialize(CamelContext context) {
    try {
      Triggers triggers = new Triggers(context, clock);
      // first, because the scheduler waits longer for a Postgres that is down
      interactive.state();
      Optional<String> off = ScheduleHold.off(context, triggers, ROUTE);
      if (off.isEmpty() && triggers.stored(ROUTE).filter(ScheduleHold::isRevivable).isPresent()) {
        triggers.revive(ROUTE);
      }
      correctFuture();
      triggers.correctTimes();
      Optional<String> held = off.isPresent() ? off : ScheduleHold.trigger(triggers, ROUTE);
      if (held.isPresent()) {
        throw new ScheduleException(held.get());
      }
      Scheduler scheduler = triggers.scheduler();
      if (!scheduler.isStarted() || scheduler.isInStandbyMode()) {
        throw new ScheduleException("the scheduler of this process has not started, or the service is stopping");
      }
      state.announce(triggers.asked(ROUTE));
      return state.initialized();
    } catch (SchedulerException | StoreException e) {
      throw new ScheduleException("Postgres, which stores the triggers, does not answer; GET /api/health has details", e);
    }
  }

  /**
   * Returns the status of the schedule.
   *
   * @throws StoreException when Postgres cannot be asked
   * @throws ScheduleException when the scheduler cannot
   */
  public ScheduleStatus status(CamelContext context) {
    ScheduleState.State now = interactive.state();
    try {
      return ScheduleHold.status(context, new Triggers(context, clock), ROUTE, now, now.isStopped() ? stopped(now) : null, maxDelay);
    } catch (SchedulerException e) {
      throw new ScheduleException("Postgres, which stores the triggers, does not answer; GET /api/health has details", e);
    }
  }

  /** Stops the schedule for all processes until it is started again; a run in progress continues. Returns false when it was stopped already. */
  public boolean stop(String by) {
    interactive.announce(seen.inForce());
    boolean stopped = interactive.stop(by);
    if (stopped) {
      LOG.warn("The schedule was stopped by {}", by);
    }
    return stopped;
  }

  /** Starts the schedule again; what was due meanwhile is not caught up. Returns false when it was not stopped. */
  public boolean start(String by) {
    boolean started = interactive.start();
    if (started) {
      LOG.info("The schedule was started by {}", by);
    }
    return started;
  }
}
