package io.cascadian.api;

import io.cascadian.nightly.RunLock;
import io.cascadian.schedule.Schedule;
import io.cascadian.schedule.ScheduleException;
import io.cascadian.schedule.ScheduleStatus;
import io.cascadian.store.StoreException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the HTTP requests about the schedule that {@code routes/api.camel.yaml} passes on.
 *
 * <p>Failures become problem documents that state what an operator can do; the schedule stays as it is. Thread-safe.
 */
public final class CronApi {

  private static final Logger LOG = LoggerFactory.getLogger(CronApi.class);

  private final Schedule schedule;
  private final RunLock lock;

  public CronApi(Schedule schedule, RunLock lock) {
    this.schedule = schedule;
    this.lock = lock;
  }

  /** Answers {@code GET /api/cron/init}: checks that the schedule works; the first status is {@code initialized}, later ones {@code already initialized}. */
  public void init(Exchange exchange) {
    Responses.send(exchange, 200, answer("The schedule does not work", () -> {
      boolean first = schedule.initialize(exchange.getContext());
      return json(first ? "initialized" : "already initialized", schedule.status(exchange.getContext()));
    }));
  }

  /** Answers {@code GET /api/cron/status} with {@code running} or {@code stopped}, the reason, and the next firing times. */
  public void status(Exchange exchange) {
    Responses.send(exchange, 200, answer("The schedule cannot be read", () -> status(exchange, null)));
  }

  /** Answers {@code POST /api/cron/start}: starts the schedule again, for all processes; firings missed meanwhile are not caught up. */
  public void start(Exchange exchange) {
    Responses.send(exchange, 200, answer("The schedule could not be started", () -> status(exchange, schedule.start("http"))));
  }

  /** Answers {@code POST /api/cron/stop}: stops the schedule for all processes until it is started again; a run in progress continues. */
  public void stop(Exchange exchange) {
    Responses.send(exchange, 200, answer("The schedule could not be stopped", () -> status(exchange, schedule.stop("http"))));
  }

  private Map<String, Object> status(Exchange exchange, Boolean changed) {
    ScheduleStatus status = schedule.status(exchange.getContext());
    Map<String, Object> body = json(status.isRunning() ? "running" : "stopped", status);
    if (changed != null) {
      body.put("changed", changed);
    }
    body.put("run", lock.current().map(holder -> {
      Map<String, Object> run = new LinkedHashMap<>();
      run.put("holder", holder.holder());
      run.put("trigger", holder.trigger());
      run.put("since", holder.since().toString());
      return run;
    }).orElse(null));
    return body;
  }

  private static Map<String, Object> json(String status, ScheduleStatus schedule) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", status);
    body.put("schedule", schedule.cron());
    body.put("zone", schedule.zone());
    body.put("reason", schedule.held());
    body.put("nextFireTimes", schedule.nextFireTimes().stream().map(Instant::toString).toList());
    body.put("initializedAt", text(schedule.initializedAt()));
    body.put("stoppedAt", text(schedule.stoppedAt()));
    body.put("stoppedBy", schedule.stoppedBy());
    body.put("missedRunMaxDelay", schedule.maxDelay().toString());
    Map<String, Object> trigger = new LinkedHashMap<>();
    trigger.put("state", schedule.triggerState());
    trigger.put("nextFireTime", text(schedule.triggerNext()));
    body.put("trigger", schedule.triggerState() == null ? null : trigger);
    Map<String, Object> scheduler = new LinkedHashMap<>();
    scheduler.put("instance", schedule.instance());
    scheduler.put("firing", schedule.firing());
    body.put("scheduler", scheduler);
    return body;
  }

  private static Map<String, Object> answer(String title, Supplier<Map<String, Object>> body) {
    try {
      return body.get();
    } catch (ScheduleException e) {
      LOG.error("{}, so the request was answered with 500: {}", title, e.getMessage(), e.getCause());
      throw new ApiProblem(500, title, sentence(e.getMessage()));
    } catch (StoreException e) {
      LOG.error("{}, so the request was answered with 503: {}", title, e.getMessage());
      throw new ApiProblem(503, title, "Postgres, which stores its state, does not respond; GET /api/health shows more.");
    }
  }

  private static String sentence(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
  }

  private static String text(Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
