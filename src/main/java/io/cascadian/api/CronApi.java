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
 * <p>Failures are problem documents that say what an operator can do; none of them ends anything. Thread-safe.
 */
public final class CronApi {

  private static final Logger LOG = LoggerFactory.getLogger(CronApi.class);

  private final Schedule schedule;
  private final RunLock lock;

  public CronApi(Schedule schedule, RunLock lock) {
    this.schedule = schedule;
    this.lock = lock;
  }

  /** {@code GET /api/cron/init}: makes sure that the schedule works; the first time says {@code initialized}, later {@code already initialized}. */
  public void init(Exchange exchange) {
    Answers.send(exchange, 200, told("The schedule does not work", () -> {
      boolean first = schedule.initialize(exchange.getContext());
      return json(first ? "initialized" : "already initialized", schedule.status(exchange.getContext()));
    }));
  }

  /** {@code GET /api/cron/status}: whether it is {@code running} or {@code stopped}, why, and when it fires next. */
  public void status(Exchange exchange) {
    Answers.send(exchange, 200, told("The schedule cannot be asked", () -> status(exchange, null)));
  }

  /** {@code POST /api/cron/start}: starts it again, for all processes; what was due meanwhile is not made up for. */
  public void start(Exchange exchange) {
    Answers.send(exchange, 200, told("The schedule could not be started", () -> status(exchange, schedule.start("http"))));
  }

  /** {@code POST /api/cron/stop}: nothing is started by it any more, by no process, until it is started again; a run in progress goes on. */
  public void stop(Exchange exchange) {
    Answers.send(exchange, 200, told("The schedule could not be stopped", () -> status(exchange, schedule.stop("http"))));
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

  private static Map<String, Object> told(String title, Supplier<Map<String, Object>> answer) {
    try {
      return answer.get();
    } catch (ScheduleException e) {
      LOG.error("{}: {}", title, e.getMessage(), e.getCause());
      throw new ApiProblem(500, title, sentence(e.getMessage()));
    } catch (StoreException e) {
      LOG.error("{}: {}", title, e.getMessage());
      throw new ApiProblem(503, title, "Postgres, where its state is kept, cannot be asked; GET /api/health shows more.");
    }
  }

  private static String sentence(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
  }

  private static String text(Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
