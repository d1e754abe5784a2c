package io.cascadian.schedule;

import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.quartz.SchedulerException;

/** Why does a route with a trigger start nothing, and what starts it again? */
final class ScheduleHold {

  private ScheduleHold() {}

  /** Why the route itself starts nothing, for an operator; empty when it takes firings. */
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
   * Why the trigger of a route that takes firings does not fire; empty when it does.
   *
   * @throws SchedulerException when Postgres cannot be asked
   */
  static Optional<String> trigger(Triggers triggers, String route) throws SchedulerException {
    Optional<Triggers.Stored> trigger = triggers.stored(route);
    if (trigger.isEmpty()) {
      return Optional.of("the trigger of route " + route + " is not in Postgres; restart the service");
    }
    Triggers.Stored stored = trigger.get();
    if (isRevivable(stored)) {
      return Optional.of("the trigger of route " + route + " is in the state " + stored.state() + " in Postgres, so it does not fire; GET"
          + " /api/cron/init lets it fire again");
    }
    return Optional.ofNullable(stored.passedOver()).map(due -> "the trigger of route " + route + " is stored to fire at " + stored.next()
        + " next, though a run is due at " + due + "; GET /api/cron/init corrects that, and so does the route schedule-watch every few seconds");
  }

  /** Whether Quartz has given up on a trigger, or somebody paused it in the database. */
  static boolean isRevivable(Triggers.Stored trigger) {
    return List.of("ERROR", "PAUSED").contains(trigger.state());
  }
}
