package io.cascadian.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;

/** Reports how a route with a trigger stands: when it fires, or why it starts nothing and what starts it again. */
final class ScheduleHold {

  /** Firings that a status has. */
  private static final int SHOWN = 5;

  private ScheduleHold() {}

  /** Returns why the route starts nothing, for an operator; empty when it takes firings. */
  static Optional<String> off(CamelContext context, Triggers triggers, String route) {
    if (context.getRoute(route) == null) {
      return Optional.of("there is no route " + route + ", so nothing starts the nightly run by itself; put it back into the"
          + " folder of the routes, or see GET /api/routes when it is there");
    }
    return triggers.isStarted(route)
        ? Optional.empty()
        : Optional.of(
            "the route " + route + " is switched off, so nothing starts the nightly run by itself; take 'autoStartup: false' out of it"
                + " (GET /api/routes names its file)");
  }

  /**
   * Returns why the trigger of a route that takes firings does not fire; empty when it does.
   *
   * @throws SchedulerException when Postgres cannot be asked
   */
  static Optional<String> trigger(Triggers triggers, String route) throws SchedulerException {
    return trigger(triggers.stored(route), route);
  }

  private static Optional<String> trigger(Optional<Triggers.Stored> trigger, String route) {
    if (trigger.isEmpty()) {
      return Optional.of("the trigger of route " + route + " is not in Postgres; restart the service");
    }
    Triggers.Stored stored = trigger.get();
    if (isRevivable(stored)) {
      return Optional.of("the trigger of route " + route + " is in the state " + stored.state() + " in Postgres, so it does not fire; GET"
          + " /api/cron/init lets it fire again");
    }
    return Optional.ofNullable(stored.passedOver()).map(due -> "the trigger of route " + route + " is stored to fire at " + stored.next()
        + " next, though a run is due at " + due + "; GET /api/cron/init corrects that, and so does the route run-supervisor every few seconds");
  }

  /**
   * Describes how a route with a trigger stands.
   *
   * @param stopped why the schedule is stopped; null while it is not
   * @throws SchedulerException when Postgres cannot be asked
   */
  static ScheduleStatus status(CamelContext context, Triggers triggers, String route, ScheduleState.State state, String stopped, Duration maxDelay)
      throws SchedulerException {
    Optional<Triggers.Stored> trigger = triggers.stored(route);
    Scheduler scheduler = triggers.scheduler();
    Optional<CronSchedule> asked = triggers.asked(route);
    Optional<String> held = stopped != null ? Optional.of(stopped) : off(context, triggers, route);
    held = held.isPresent() ? held : trigger(trigger, route);
    List<Instant> times = held.isEmpty() && asked.isPresent() ? trigger.map(t -> t.times(asked.get(), SHOWN)).orElse(List.of()) : List.of();
    return new ScheduleStatus(asked.map(CronSchedule::cron).orElse(null), asked.map(s -> s.zone().getId()).orElse(null), held.orElse(null), times,
        state.initializedAt(), state.stoppedAt(), state.stoppedBy(), trigger.map(Triggers.Stored::state).orElse(null),
        trigger.map(Triggers.Stored::next).orElse(null), scheduler.getSchedulerInstanceId(),
        scheduler.isStarted() && !scheduler.isInStandbyMode(), maxDelay);
  }

  /** Returns whether a trigger is in Quartz's error state, or was paused in the database. */
  static boolean isRevivable(Triggers.Stored trigger) {
    return List.of("ERROR", "PAUSED").contains(trigger.state());
  }
}
