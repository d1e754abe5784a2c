package io.cascadian.api;

import io.cascadian.nightly.RunHistory;
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
    Answers.send(exchange, 200, comparison.json());
  }

  /** {@code GET /api/nightly/success-rate}: how the nightly runs of the last days ended, 30 unless another number is asked for. */
  public void successRate(Exchange exchange) {
    int days = Answers.number(exchange, "days", 30, 1, MAX_DAYS);
    Answers.send(exchange, 200, history.successRate("nightly", days).json(days));
  }
}
