package io.cascadian.schedule;

import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.stream.Stream;
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

/** Synchronises the triggers in Postgres with the routes of this process. Thread-safe. */
final class Triggers {

  private static final Logger LOG = LoggerFactory.getLogger(Triggers.class);

  /**
   * Describes a stored trigger.
   *
   * @param state Quartz's word, such as {@code NORMAL}
   * @param next null when it does not fire any more
   * @param passedOver the firing before {@code next} at which it should fire; null when there is none
   */
  record Stored(String state, Instant next, Instant passedOver) {

    /** Returns the firings in order: the stored next one, then those of the expression. */
    List<Instant> times(CronSchedule schedule, int count) {
      return next == null ? List.of() : Stream.concat(Stream.of(next), schedule.next(next, count - 1).stream()).toList();
    }
  }

  private final CamelContext context;
  private final Clock clock;

  Triggers(CamelContext context, Clock clock) {
    this.context = context;
    this.clock = clock;
  }

  /** Returns the scheduler of the triggers; creates it if no route has done so. */
  Scheduler scheduler() {
    return context.getComponent("quartz", QuartzComponent.class).getScheduler();
  }

  /**
   * Removes triggers that no route has, gives those of routes the time zone and the expression that the route asks for now, because Camel looks at
   * the expression alone, and corrects when they fire next.
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

  private void correct(Scheduler scheduler, CronTrigger stored, QuartzEndpoint endpoint) throws SchedulerException {
    TimeZone zone = zone(endpoint);
    if (zone.hasSameRules(stored.getTimeZone()) && endpoint.getCron().equals(stored.getCronExpression())) {
      correctTime(scheduler, stored);
    } else {
      scheduler.rescheduleJob(stored.getKey(), stored.getTriggerBuilder().startAt(Date.from(clock.instant()))
          .withSchedule(CronScheduleBuilder.cronSchedule(endpoint.getCron()).inTimeZone(zone).withMisfireHandlingInstructionDoNothing()).build());
      LOG.info("Trigger {} now follows '{}' in {}", stored.getKey(), endpoint.getCron(), zone.getID());
      if (scheduler.getTrigger(stored.getKey()) instanceof CronTrigger renewed) {
        correctTime(scheduler, renewed);
      }
    }
  }

  /**
   * Corrects when the triggers of routes fire next, where what is stored passes over a firing: it was computed by a clock that was ahead, or the
   * firing is at a time that its date lacks. Triggers that follow another expression than their route are left alone.
   *
   * @throws SchedulerException when Postgres cannot be asked
   */
  void correctTimes() throws SchedulerException {
    for (QuartzEndpoint endpoint : wanted().values()) {
      if (endpoint.getCron() != null && scheduler().getTrigger(endpoint.getTriggerKey()) instanceof CronTrigger stored
          && endpoint.getCron().equals(stored.getCronExpression()) && zone(endpoint).hasSameRules(stored.getTimeZone())) {
        correctTime(scheduler(), stored);
      }
    }
  }

  private void correctTime(Scheduler scheduler, CronTrigger stored) throws SchedulerException {
    Instant next = time(stored.getNextFireTime());
    Optional<Instant> passedOver = passedOver(stored);
    if (passedOver.isEmpty()) {
      return;
    }
    Instant due = passedOver.get();
    scheduler.rescheduleJob(stored.getKey(), new TriggerFrom(stored, clock.instant(), due));
    if (followed(stored).isAfterGap(due)) {
      LOG.info("Trigger {} fires at {}: its time does not exist on that date, because clocks are put forward", stored.getKey(), due);
    } else {
      LOG.warn("Trigger {} was stored to fire at {} next, by a clock that was ahead; it now fires at {}", stored.getKey(), next, due);
    }
  }

  /**
   * Returns the firing that a stored trigger passes over; empty when it fires next when it should. A trigger whose time has come is Quartz's business,
   * and so is one that has just fired by the clock of another process.
   */
  private Optional<Instant> passedOver(CronTrigger stored) {
    Instant next = time(stored.getNextFireTime());
    // the clock is looked at after the trigger was read: it may fire in between
    Instant now = clock.instant();
    CronSchedule schedule = followed(stored);
    if (next == null || !next.isAfter(now)) {
      return Optional.empty();
    }
    return schedule.next(now).filter(due -> due.isBefore(next)).filter(
        due -> due.isAfter(now.plus(MissedRuns.GRACE)) || schedule.next(due).filter(after -> after.isBefore(next)).isPresent());
  }

  private static CronSchedule followed(CronTrigger stored) {
    return new CronSchedule(stored.getCronExpression(), stored.getTimeZone().toZoneId());
  }

  private static Instant time(Date date) {
    return date == null ? null : date.toInstant();
  }

  private static TimeZone zone(QuartzEndpoint endpoint) {
    Object given = endpoint.getTriggerParameters() == null ? null : endpoint.getTriggerParameters().get("timeZone");
    return given == null ? TimeZone.getDefault() : TimeZone.getTimeZone(given.toString());
  }

  /** Returns the cron expression of a route; empty when there is no such route, or it has none. */
  Optional<CronSchedule> asked(String routeId) {
    return endpoint(routeId).filter(endpoint -> endpoint.getCron() != null)
        .map(endpoint -> new CronSchedule(endpoint.getCron(), zone(endpoint).toZoneId()));
  }

  /** Returns whether a route takes firings; one that was switched off does not, though its trigger fires. */
  boolean isStarted(String routeId) {
    ServiceStatus status = context.getRouteController().getRouteStatus(routeId);
    return status != null && status.isStarted();
  }

  /**
   * Returns the trigger of a route; empty when it has none.
   *
   * @throws SchedulerException when Postgres cannot be asked
   */
  Optional<Stored> stored(String routeId) throws SchedulerException {
    Optional<TriggerKey> key = key(routeId);
    Trigger trigger = key.isPresent() ? scheduler().getTrigger(key.get()) : null;
    if (trigger == null) {
      return Optional.empty();
    }
    Instant passedOver = trigger instanceof CronTrigger cron ? passedOver(cron).orElse(null) : null;
    return Optional.of(new Stored(scheduler().getTriggerState(key.get()).name(), time(trigger.getNextFireTime()), passedOver));
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
