package io.cascadian.api;

import io.cascadian.health.Health;
import io.cascadian.health.HealthReport;
import io.cascadian.health.HealthStatus;
import io.cascadian.nightly.RunRecord;
import io.cascadian.nightly.RunRequests;
import io.cascadian.nightly.RunStore;
import io.cascadian.nightly.RunSummary;
import io.cascadian.store.StoreUnavailableException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the HTTP requests that {@code routes/api.camel.yaml} passes on.
 *
 * <p>Each method leaves JSON and a status on the message; {@link #problem} does the same for whatever went wrong. Thread-safe.
 */
public final class Api {

  private static final Logger LOG = LoggerFactory.getLogger(Api.class);

  private final Health health;
  private final RunStore runs;
  private final Optional<ApiToken> token;

  /** @param token that requests which change something must carry; empty for none */
  public Api(Health health, RunStore runs, Optional<String> token) {
    this.health = health;
    this.runs = runs;
    this.token = token.filter(given -> !given.isEmpty()).map(ApiToken::new);
  }

  /** {@code GET /api/health}: 200 while nothing is critical, else 503; the report either way. It spends no more of the source's requests by being polled. */
  public void health(Exchange exchange) {
    HealthReport report = health.recent();
    Answers.send(exchange, report.overall() == HealthStatus.CRITICAL ? 503 : 200, report.json());
  }

  /** {@code GET /api/health/{check}}: one check alone. */
  public void healthCheck(Exchange exchange) {
    String name = exchange.getMessage().getHeader("check", String.class);
    HealthReport.Entry entry = health.recent(name).orElseThrow(() -> new ApiProblem(
        404, "No such check", "The checks are: " + String.join(", ", health.names())));
    Answers.send(exchange, entry.result().status() == HealthStatus.CRITICAL ? 503 : 200, HealthReport.json(entry));
  }

  /** {@code GET /api/nightly/runs}: the newest runs, newest first. */
  public void runs(Exchange exchange) {
    int limit = Answers.number(exchange, "limit", 20, 1, Answers.MAX_LIMIT);
    int offset = Answers.number(exchange, "offset", 0, 0, Integer.MAX_VALUE);
    List<Map<String, Object>> list = runs.runs(limit, offset).stream().map(RunSummary::json).toList();
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("runs", list);
    page.put("limit", limit);
    page.put("offset", offset);
    Answers.send(exchange, 200, page);
  }

  /** {@code GET /api/nightly/runs/{id}}: one run with its steps. */
  public void run(Exchange exchange) {
    String id = exchange.getMessage().getHeader("id", String.class);
    RunRecord run = Optional.of(id)
        .filter(text -> text.matches("\\d{1,18}"))
        .flatMap(text -> runs.run(Long.parseLong(text)))
        .orElseThrow(() -> new ApiProblem(404, "No such run", "GET /api/nightly/runs lists the runs."));
    Answers.send(exchange, 200, RunSummary.json(run));
  }

  /**
   * {@code POST /api/nightly/run}: names the run that was asked for and is recorded, as begun, resumed or skipped; the run itself goes on after the
   * answer.
   */
  public void accepted(Exchange exchange) {
    long run = exchange.getMessage().getHeader(RunRequests.RUN, Long.class);
    String follow = "/api/nightly/runs/" + run;
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", "accepted");
    body.put("run", run);
    body.put("message", "Run " + run + " is recorded; where another one is going on, as skipped.");
    body.put("follow", follow);
    exchange.getMessage().setHeader("Location", follow);
    Answers.send(exchange, 202, body);
  }

  /**
   * Lets a request pass that may change something: one that carries the token. Where no token is configured the settings have made sure
   * that the server listens on loopback only.
   *
   * @throws ApiProblem 401 when the token is missing or wrong
   */
  public void authorize(Exchange exchange) {
    if (token.isEmpty()) {
      return;
    }
    Message request = exchange.getMessage();
    String given = request.getHeader("Authorization", "", String.class);
    if (!token.get().isIn(given)) {
      request.setHeader("WWW-Authenticate", "Bearer");
      throw new ApiProblem(401, "Not authorised", "Send the header 'Authorization: Bearer <API_TOKEN>'.");
    }
  }

  /** Turns what went wrong into a problem document; anything unexpected is logged whole and told without detail. */
  public void problem(Exchange exchange) {
    Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    Map<String, Object> body = new LinkedHashMap<>();
    int status;
    body.put("type", "about:blank");
    if (cause instanceof ApiProblem problem) {
      status = problem.status();
      body.put("title", problem.title());
      body.put("status", status);
      body.put("detail", problem.getMessage());
    } else if (cause instanceof StoreUnavailableException unavailable) {
      LOG.warn("HTTP request failed: {}", unavailable.getMessage());
      status = 503;
      body.put("title", "Store unavailable");
      body.put("status", status);
      body.put("detail", unavailable.store() + " does not answer just now; try again, GET /api/health shows more.");
    } else if (cause instanceof IllegalStateException && "Queue full".equals(cause.getMessage())) {
      // Camel's word, of the queue of runs that were asked for
      status = 503;
      body.put("title", "Too many requests wait");
      body.put("status", status);
      body.put("detail", "As much as may wait was asked for already; try again later.");
    } else {
      LOG.error("HTTP request failed", cause);
      status = 500;
      body.put("title", "Internal error");
      body.put("status", status);
      body.put("detail", "The log has the details under exchange " + exchange.getExchangeId() + ".");
    }
    Answers.send(exchange, status, body);
    exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/problem+json");
  }
}
