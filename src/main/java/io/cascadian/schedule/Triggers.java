package io.cascadian.schedule;

import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the triggers in Postgres in line with the routes of this process. Thread-safe. */
final class Triggers {

  private static final Logger LOG = LoggerFactory.getLogger(Triggers.class);

  /**
   * A trigger as it is stored.
   *
   * @param state Quartz's word, such as {@code NORMAL}
   * @param next null when it does not fire any more
   */
  record Stored(String state, Instant next) {}

  private final CamelContext context;

  Triggers(CamelContext context) {
    this.context = context;
  }

  /** Where the triggers are kept and who else uses them; made when no route has asked for it. */
  Scheduler scheduler() {
    return context.getComponent("quartz", QuartzComponent.class).getScheduler();
  }

  /**
   * Removes triggers that no route has, and gives those of routes the time zone and the expression that the route asks for now: Camel looks
   * at the expression alone.
   *
   * @throws SchedulerException when Postgres cannot be asked
   */
  void tidy() throws SchedulerException {
    Map<TriggerKey, QuartzEndpoint> wanted = wanted();
    Scheduler scheduler = scheduler();
    for (TriggerKey key : scheduler.getTriggerKeys(GroupMatcher.anyTriggerGroup())) {
      QuartzEndpoint endpoint = wanted.get(key);
      if (endpoint == null) {
        scheduler.unscheduleJob(key);
        LOG.info("Trigger {} removed: no route has it", key);
      } else if (scheduler.getTrigger(key) instanceof CronTrigger stored && endpoint.getCron() != null) {
        correct(scheduler, stored, endpoint);
      }
    }
  }

  private static void correct(Scheduler scheduler, CronTrigger stored, QuartzEndpoint endpoint) throws SchedulerException {
    TimeZone zone = zone(endpoint);
    if (!zone.hasSameRules(stored.getTimeZone()) || !endpoint.getCron().equals(stored.getCronExpression())) {
      scheduler.rescheduleJob(stored.getKey(), stored.getTriggerBuilder().startAt(new Date())
          .withSchedule(CronScheduleBuilder.cronSchedule(endpoint.getCron()).inTimeZone(zone).withMisfireHandlingInstructionDoNothing()).build());
      LOG.info("Trigger {} now follows '{}' in {}", stored.getKey(), endpoint.getCron(), zone.getID());
    }
  }

  private static TimeZone zone(QuartzEndpoint endpoint) {
    Object given = endpoint.getTriggerParameters() == null ? null : endpoint.getTriggerParameters().get("timeZone");
    return given == null ? TimeZone.getDefault() : TimeZone.getTimeZone(given.toString());
  }

  /** When a route wants to be fired, by its expression; empty when there is no such route, or none in it. */
  Optional<CronSchedule> asked(String routeId) {
    return endpoint(routeId).filter(endpoint -> endpoint.getCron() != null)
        .map(endpoint -> new CronSchedule(endpoint.getCron(), zone(endpoint).toZoneId()));
  }

  /** Whether a route takes firings; one that was switched off does not, though its trigger fires. */
  boolean isStarted(String routeId) {
    ServiceStatus status = context.getRouteController().getRouteStatus(routeId);
    return status != null && status.isStarted();
  }

  /**
   * The trigger of a route; empty when it has none.
   *
   * @throws SchedulerException when Postgres cannot be asked
   */
  Optional<Stored> stored(String routeId) throws SchedulerException {
    Optional<TriggerKey> key = key(routeId);
    Trigger trigger = key.isPresent() ? scheduler().getTrigger(key.get()) : null;
    if (trigger == null) {
      return Optional.empty();
    }
    Date next = trigger.getNextFireTime();
    return Optional.of(new Stored(scheduler().getTriggerState(key.get()).name(), next == null ? null : next.toInstant()));
  }

  /**
   * Lets a trigger fire again that Quartz has given up on, or that somebody paused in the database.
   *
   * @throws SchedulerException when Postgres cannot be asked
   */
  void revive(String routeId) throws SchedulerException {
    TriggerKey key = key(routeId).orElseThrow();
    scheduler().resetTriggerFromErrorState(key);
    scheduler().resumeTrigger(key);
  }

  private Optional<TriggerKey> key(String routeId) {
    return endpoint(routeId).map(QuartzEndpoint::getTriggerKey);
  }

  private Optional<QuartzEndpoint> endpoint(String routeId) {
    return Optional.ofNullable(context.getRoute(routeId)).map(route -> route.getEndpoint())
        .filter(QuartzEndpoint.class::isInstance).map(QuartzEndpoint.class::cast);
  }

  private Map<TriggerKey, QuartzEndpoint> wanted() {
    Map<TriggerKey, QuartzEndpoint> wanted = new HashMap<>();
    context.getRoutes().forEach(route -> {
      if (route.getEndpoint() instanceof QuartzEndpoint endpoint) {
        wanted.put(endpoint.getTriggerKey(), endpoint);
      }
    });
    return wanted;
  }
}
