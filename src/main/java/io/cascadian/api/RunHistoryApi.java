package io.cascadian.api;

import io.cascadian.nightly.RunHistory;
import io.cascadian.nightly.RunRecord;
import io.cascadian.nightly.RunStatus;
import io.cascadian.nightly.RunSummary;
import io.cascadian.nightly.StepRecord;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;

/** Answers the HTTP requests that look back on more than one run; see {@link Api} for single ones. Thread-safe. */
public final class RunHistoryApi {

  private static final int MAX_DAYS = 3660;

  private final RunHistory history;

  public RunHistoryApi(RunHistory history) {
    this.history = history;
  }

  /** {@code GET /api/nightly/runs/{id}/comparison}: the run beside the previous one of its kind that ended, step by step. */
  public void comparison(Exchange exchange) {
    String id = exchange.getMessage().getHeader("id", String.class);
    RunHistory.Comparison comparison = Optional.ofNullable(id)
        .filter(text -> text.matches("\\d{1,18}"))
        .flatMap(text -> history.comparison(Long.parseLong(text)))
        .orElseThrow(() -> new ApiProblem(404, "No such run", "GET /api/nightly/runs lists the runs."));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("run", run(comparison.run()));
    body.put("previous", comparison.previous() == null ? null : run(comparison.previous()));
    body.put("steps", comparison.steps().stream().map(RunHistoryApi::json).toList());
    Answers.send(exchange, 200, body);
  }

  /** {@code GET /api/nightly/success-rate}: how the nightly runs of the last days ended, 30 unless another number is asked for. */
  public void successRate(Exchange exchange) {
    int days = Answers.number(exchange, "days", 30, 1, MAX_DAYS);
    RunHistory.SuccessRate rate = history.successRate("nightly", days);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("kind", rate.kind());
    body.put("days", days);
    body.put("from", rate.from().toString());
    body.put("to", rate.to().toString());
    body.put("runs", rate.runs());
    for (RunStatus status : rate.ended().keySet()) {
      body.put(status.name().toLowerCase(Locale.ROOT), rate.ended().get(status));
    }
    body.put("expected", rate.expected());
    body.put("missed", rate.missed());
    body.put("success_rate", rate.rate().orElse(null));
    Answers.send(exchange, 200, body);
  }

  private static Map<String, Object> run(RunRecord run) {
    Map<String, Object> json = RunSummary.json(run);
    json.remove("steps");
    return json;
  }

  private static Map<String, Object> json(RunHistory.StepPair pair) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("step", pair.step());
    json.put("now", json(pair.now()));
    json.put("then", json(pair.then()));
    json.put("duration_change_ms", pair.durationChange());
    json.put("rows_change", pair.rowsChange());
    return json;
  }

  private static Map<String, Object> json(StepRecord step) {
    if (step == null) {
      return null;
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("status", step.status().label());
    json.put("duration_ms", step.durationMs());
    json.put("rows", step.rows());
    json.put("error", step.error());
    return json;
  }
}
