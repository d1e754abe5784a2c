package io.cascadian.api;

import io.cascadian.nightly.RunHistory;
import java.util.Optional;
import org.apache.camel.Exchange;

/** Answers the HTTP requests about several past runs; see {@link Api} for single ones. Thread-safe. */
public final class RunHistoryApi {

  private static final int MAX_DAYS = 3660;

  private final RunHistory history;

  public RunHistoryApi(RunHistory history) {
    this.history = history;
  }

  /** Answers {@code GET /api/nightly/runs/{id}/comparison} with the run and the previous ended run of its kind, step by step. */
  public void comparison(Exchange exchange) {
    String id = exchange.getMessage().getHeader("id", String.class);
    RunHistory.Comparison comparison = Optional.ofNullable(id)
        .filter(text -> text.matches("\\d{1,18}"))
        .flatMap(text -> history.comparison(Long.parseLong(text)))
        .orElseThrow(() -> new ApiProblem(404, "No such run", "GET /api/nightly/runs lists the runs."));
    Responses.send(exchange, 200, comparison.json());
  }

  /** Answers {@code GET /api/nightly/success-rate} with the results of the nightly runs of the last {@code days}, 30 by default. */
  public void successRate(Exchange exchange) {
    int days = Responses.number(exchange, "days", 30, 1, MAX_DAYS);
    Responses.send(exchange, 200, history.successRate("nightly", days).json(days));
  }
}
