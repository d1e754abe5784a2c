package io.cascadian.nightly;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.cascadian.store.StoreException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How did the run go, for a person at the console and for a program reading {@code nightly-summary.json}?
 *
 * <p>The file is replaced atomically: a reader sees the last summary or this one, never half of it.
 */
public final class RunSummary {

  private static final Logger LOG = LoggerFactory.getLogger(RunSummary.class);
  private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path folder;
  private final PrintStream console;

  /** @param folder where {@code <kind>-summary.json} is written; created when missing */
  public RunSummary(Path folder, PrintStream console) {
    this.folder = folder;
    this.console = console;
  }

  /**
   * Keeps the summary of a run that has ended in Postgres, prints it, and writes it to its file. The run is over: what cannot be kept or written
   * is logged, and changes nothing about how it went.
   */
  void publish(RunRecord run, RunLedger ledger) {
    String json;
    try {
      json = JSON.writeValueAsString(json(run));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a run's values are not plain", e);
    }
    try {
      ledger.storeSummary(run.id(), json);
    } catch (StoreException e) {
      LOG.error("The summary of run {} ({}) could not be kept with the run in Postgres; its steps are there: {}", run.id(), run.status().label(),
          e.getMessage());
    }
    console.print(text(run));
    console.flush();
    try {
      write(run, json);
    } catch (IOException e) {
      LOG.error("Run {} has ended ({}), but {} could not be written to {} and is not this run's: {}. Its numbers are in Postgres:"
          + " 'cascadian runs {}' or GET /api/nightly/runs/{} tells them", run.id(), run.status().label(), file(run), folder, e, run.id(), run.id());
    }
  }

  private void write(RunRecord run, String json) throws IOException {
    Files.createDirectories(folder);
    Path target = folder.resolve(file(run));
    Path temporary = folder.resolve("." + file(run) + ".tmp");
    Files.writeString(temporary, json + "\n");
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String file(RunRecord run) {
    return run.kind() + "-summary.json";
  }

  /** The run as plain values, in the shape of {@code nightly-summary.json}. */
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
    List<Map<String, Object>> steps = new ArrayList<>();
    for (StepRecord step : run.steps()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("step", step.step());
      entry.put("status", step.status().label());
      entry.put("started_at", text(step.startedAt()));
      entry.put("duration_ms", step.durationMs());
      entry.put("rows", step.rows());
      entry.put("error", step.error());
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
          mark(step.status()), step.step(), step.status().label(), seconds(step.durationMs()), line(step)));
    }
    text.append(String.format(Locale.ROOT, "── overall: %s in %s (exit code %d)%s%n%n",
        run.status().label(), seconds(run.durationMs()), run.status().exitCode(), run.reason() == null ? "" : " · " + run.reason()));
    return text.toString();
  }

  private static String line(StepRecord step) {
    if (step.error() != null) {
      return step.error();
    }
    String rows = step.rows() == null ? "" : String.format(Locale.ROOT, "%,d rows", step.rows());
    String details = step.details().entrySet().stream()
        .filter(e -> e.getValue() instanceof Number || e.getValue() instanceof String || e.getValue() instanceof Boolean)
        .map(e -> e.getKey() + " " + (e.getValue() instanceof Long l ? String.format(Locale.ROOT, "%,d", l) : e.getValue()))
        .collect(Collectors.joining(", "));
    return rows + (rows.isEmpty() || details.isEmpty() ? "" : " · ") + details;
  }

  private static String mark(StepStatus status) {
    return switch (status) {
      case SUCCESS -> "✓";
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
