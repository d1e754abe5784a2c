package io.cascadian.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Describes the status of the nightly run's schedule.
 *
 * @param cron Quartz expression that the route has; null when it has none
 * @param zone name of its time zone; null likewise
 * @param held why nothing is started by it, and what starts it again; null while it runs
 * @param nextFireTimes the next ones, in order; none while it does not run
 * @param initializedAt null before the first initialisation
 * @param stoppedAt null while it is not stopped; {@code stoppedBy} likewise
 * @param triggerState Quartz's word for the stored trigger, such as {@code NORMAL}; null when no route has a trigger
 * @param triggerNext when that fires next; null when never
 * @param instance this process among those that share the triggers
 * @param firing whether this process takes firings
 * @param maxDelay how late a missed run is caught up
 */
public record ScheduleStatus(
    String cron, String zone, String held, List<Instant> nextFireTimes, Instant initializedAt, Instant stoppedAt, String stoppedBy, String triggerState,
    Instant triggerNext, String instance, boolean firing, Duration maxDelay) {

  private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  public boolean isRunning() {
    return held == null;
  }

  /** Returns, for a person, when the next run starts by itself, or why none does. */
  public String sentence() {
    return nextFireTimes.isEmpty()
        ? "No nightly run starts by itself: " + Objects.requireNonNullElse(held, "its route has no expression")
        : "The next nightly run starts at " + nextFireTimes.get(0).atZone(ZoneId.of(zone)).format(FORMAT) + " (" + zone + ")";
  }
}
