package io.cascadian.nightly;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.cascadian.exchange.RouteClient;
import io.cascadian.exchange.RoutesNotStartedException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Describes ended runs to the route {@value #ROUTE}, which hands their summaries on: to the console, a file, Postgres, and whatever an operator adds.
 *
 * <p>Thread-safe.
 */
public final class RunSummary {

  /** Takes a {@link RunRecord} as body. */
  static final String ROUTE = "direct:run-summary";

  private static final Logger LOG = LoggerFactory.getLogger(RunSummary.class);
  private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final RouteClient routes;
  private final PrintStream console;

  /** @param routes sends summaries of runs that do not end in a route of their own, such as work on history */
  public RunSummary(RouteClient routes, PrintStream console) {
    this.routes = routes;
    this.console = console;
  }

  /** Sends the summary of a run that has ended to the route. The run is over: a failure is logged, and changes nothing about how it went. */
  void publish(RunRecord run) {
    Exception failure;
    try {
      failure = routes.request(ROUTE, exchange -> exchange.getMessage().setBody(run)).getException();
    } catch (RoutesNotStartedException e) {
      failure = e;
    }
    if (failure != null) {
      LOG.error("Run {} ({}) has ended, but its summary was not handed on: {}. Its steps are in Postgres: 'cascadian runs {}' shows them",
          run.id(), run.status().label(), failure.getMessage(), run.id());
    }
  }

  /** Turns a run's record into the message that the sinks get: the summary as JSON, and the run's facts as headers of the names {@code run…}. */
  public void describe(Exchange exchange) {
    Message message = exchange.getMessage();
    RunRecord run = message.getBody(RunRecord.class);
    exchange.setProperty(RunContext.RECORD, run);
    message.setHeader("runId", run.id());
    message.setHeader("runKind", run.kind());
    message.setHeader("runTrigger", run.trigger());
    message.setHeader("runStatus", run.status().label());
    message.setHeader("runExitCode", run.status().exitCode());
    message.setHeader("runReason", run.reason());
    message.setHeader("runAttempts", run.attempts());
    message.setHeader("runStartedAt", text(run.startedAt()));
    message.setHeader("runFinishedAt", text(run.finishedAt()));
    message.setHeader("runDurationMs", run.durationMs());
    message.setHeader("runRejected", run.rejected());
    message.setHeader("runSkippedEntries", run.skippedEntries());
    message.setHeader("runWarnings", warnings(run).stream().collect(Collectors.joining("\n")));
    message.setHeader("runFailedSteps",
        run.steps().stream().filter(step -> step.status() == StepStatus.FAILED).map(StepRecord::step).collect(Collectors.joining(", ")));
    try {
      message.setBody(JSON.writeValueAsString(json(run)) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a run's values are not plain", e);
    }
  }

  /** Prints the summary for a person. */
  public void print(Exchange exchange) {
    console.print(text(exchange.getProperty(RunContext.RECORD, RunRecord.class)));
    console.flush();
    if (console.checkError()) {
      throw new IllegalStateException("the console cannot be written to");
    }
  }

  /** Returns the run as plain values, in the shape of {@code nightly-summary.json}. */
  public static Map<String, Object> json(RunRecord run) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("run", run.id());
    json.put("kind", run.kind());
    json.put("trigger", run.trigger());
    json.put("status", run.status().label());
    json.put("exit_code", run.status().exitCode());
    json.put("reason", run.reason());
    json.put("attempts", run.attempts());
    json.put("scheduled_for", text(run.scheduledFor()));
    json.put("started_at", text(run.startedAt()));
    json.put("finished_at", text(run.finishedAt()));
    json.put("duration_ms", run.durationMs());
    json.put("rejected", run.rejected());
    json.put("skipped_entries", run.skippedEntries());
    json.put("warning_count", run.warnings());
    List<Map<String, Object>> steps = new ArrayList<>();
    for (StepRecord step : run.steps()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("step", step.step());
      entry.put("status", step.status().label());
      entry.put("started_at", text(step.startedAt()));
      entry.put("duration_ms", step.durationMs());
      entry.put("rows", step.rows());
      entry.put("error", step.error());
      entry.put("incomplete", step.incomplete());
      entry.put("warnings", step.warnings());
      entry.put("details", step.details());
      steps.add(entry);
    }
    json.put("steps", steps);
    return json;
  }

  private static String text(RunRecord run) {
    StringBuilder text = new StringBuilder("\n");
    text.append(String.format(Locale.ROOT, "── run %d · %s · started by %s%s%n",
        run.id(), run.kind(), run.trigger(), run.attempts() > 1 ? " · attempt " + run.attempts() : ""));
    for (StepRecord step : run.steps()) {
      text.append(String.format(Locale.ROOT, "  %s %-16s %-8s %9s  %s%n",
          mark(step), step.step(), step.status().label(), seconds(step.durationMs()), line(step)));
      step.warnings().forEach(warning -> text.append("    ⚠ ").append(warning).append(System.lineSeparator()));
    }
    text.append(String.format(Locale.ROOT, "── overall: %s in %s (exit code %d)%s%n%n", run.status().label(), seconds(run.durationMs()),
        run.status().exitCode(), Stream.of(findings(run), run.reason()).filter(s -> s != null && !s.isEmpty()).map(s -> " · " + s).collect(Collectors.joining())));
    return text.toString();
  }

  /** Returns in a few words what a run left out and how much there is to look at; empty for nothing. */
  public static String findings(RunRecord run) {
    return Stream.of(count(run.rejected(), "record", "records", " rejected"), count(run.skippedEntries(), "entry", "entries", " of dropped files skipped"),
        count(run.warnings(), "warning", "warnings", ""))
        .filter(s -> !s.isEmpty()).collect(Collectors.joining(" · "));
  }

  private static String count(long number, String one, String several, String what) {
    return number == 0 ? "" : String.format(Locale.ROOT, "%,d %s%s", number, number == 1 ? one : several, what);
  }

  private static List<String> warnings(RunRecord run) {
    return run.steps().stream().flatMap(step -> step.warnings().stream()).toList();
  }

  private static String line(StepRecord step) {
    if (step.error() != null) {
      return step.error();
    }
    String rows = step.rows() == null ? "" : String.format(Locale.ROOT, "%,d rows", step.rows());
    String details = step.details().entrySet().stream()
        .map(e -> detail(e.getKey(), e.getValue())).filter(s -> !s.isEmpty()).collect(Collectors.joining(", "));
    return rows + (rows.isEmpty() || details.isEmpty() ? "" : " · ") + details;
  }

  /** Returns a detail that fits into a line: a single value, or the numbers above 0 by what they count. Empty for one that does not, and for no numbers. */
  private static String detail(String name, Object value) {
    if (value instanceof Map<?, ?> numbers) {
      String counted = numbers.entrySet().stream().filter(e -> e.getValue() instanceof Number n && n.longValue() != 0)
          .map(e -> e.getKey() + " " + number(e.getValue())).collect(Collectors.joining(", "));
      return counted.isEmpty() ? "" : name + " (" + counted + ")";
    }
    return value instanceof Number || value instanceof String || value instanceof Boolean ? name + " " + number(value) : "";
  }

  private static String number(Object value) {
    return value instanceof Long || value instanceof Integer ? String.format(Locale.ROOT, "%,d", value) : String.valueOf(value);
  }

  private static String mark(StepRecord step) {
    return switch (step.status()) {
      case SUCCESS -> step.warnings().isEmpty() ? "✓" : "⚠";
      case FAILED -> "✗";
      case SKIPPED -> "–";
      case RUNNING -> "…";
    };
  }

  private static String seconds(Long millis) {
    return millis == null ? "" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }

  private static String text(Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
