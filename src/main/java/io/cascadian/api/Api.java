package io.cascadian.api;

import io.cascadian.health.Health;
import io.cascadian.health.HealthReport;
import io.cascadian.health.HealthStatus;
import io.cascadian.nightly.RunRecord;
import io.cascadian.nightly.RunRequests;
import io.cascadian.nightly.RunStore;
import io.cascadian.nightly.RunSummary;
import io.cascadian.publish.NotYetPublishedException;
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
 * <p>Each method puts JSON and a status on the message; {@link #problem} does the same for failures. Thread-safe.
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

  /** Answers {@code GET /api/health} with the latest report: 200 while nothing is critical, else 503. Polling it sends no extra requests to the source. */
  public void health(Exchange exchange) {
    HealthReport report = health.recent();
    Responses.send(exchange, report.overall() == HealthStatus.CRITICAL ? 503 : 200, report.json());
  }

  /** Answers {@code GET /api/health/{check}} with one check. */
  public void healthCheck(Exchange exchange) {
    String name = exchange.getMessage().getHeader("check", String.class);
    HealthReport.Entry entry = health.recent(name).orElseThrow(() -> new ApiProblem(
        404, "No such check", "The checks are: " + String.join(", ", health.names())));
    Responses.send(exchange, entry.result().status() == HealthStatus.CRITICAL ? 503 : 200, HealthReport.json(entry));
  }

  /** Answers {@code GET /api/nightly/runs} with a page of runs, newest first. */
  public void runs(Exchange exchange) {
    int limit = Responses.number(exchange, "limit", 20, 1, Responses.MAX_LIMIT);
    int offset = Responses.number(exchange, "offset", 0, 0, Integer.MAX_VALUE);
    List<Map<String, Object>> list = runs.runs(limit, offset).stream().map(RunSummary::json).toList();
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("runs", list);
    page.put("limit", limit);
    page.put("offset", offset);
    Responses.send(exchange, 200, page);
  }

  /** Answers {@code GET /api/nightly/runs/{id}} with one run and its steps. */
  public void run(Exchange exchange) {
    String id = exchange.getMessage().getHeader("id", String.class);
    RunRecord run = Optional.of(id)
        .filter(text -> text.matches("\\d{1,18}"))
        .flatMap(text -> runs.run(Long.parseLong(text)))
        .orElseThrow(() -> new ApiProblem(404, "No such run", "GET /api/nightly/runs lists the runs."));
    Responses.send(exchange, 200, RunSummary.json(run));
  }

  /** Answers {@code POST /api/nightly/run} with 202 and the recorded run, which is started, resumed or skipped; it continues after the response. */
  public void accepted(Exchange exchange) {
    long run = exchange.getMessage().getHeader(RunRequests.RUN, Long.class);
    String follow = "/api/nightly/runs/" + run;
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", "accepted");
    body.put("run", run);
    body.put("message", "Run " + run + " is recorded; as skipped if another run is in progress.");
    body.put("follow", follow);
    exchange.getMessage().setHeader("Location", follow);
    Responses.send(exchange, 202, body);
  }

  /**
   * Checks that a request which changes something carries the token. Without a configured token it accepts every request; the settings then allow
   * loopback addresses only.
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

  /** Answers a failure with a problem document; an unexpected failure is logged with its stack trace, and the caller sees no details. */
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
      LOG.warn("HTTP request failed and was answered with 503: {}", unavailable.getMessage());
      status = 503;
      body.put("title", "Store unavailable");
      body.put("status", status);
      body.put("detail", unavailable.store() + " does not respond; try again later. GET /api/health shows more.");
    } else if (cause instanceof NotYetPublishedException unpublished) {
      LOG.warn("HTTP request was answered with 503: {}", unpublished.getMessage());
      status = 503;
      body.put("title", "Not published yet");
      body.put("status", status);
      body.put("detail", (unpublished.isOfEverything()
          ? "No run has published numbers of wallets yet: GET /api/nightly/runs shows whether one is in progress, GET /api/cron/status when the next one starts."
          : "The program is newer than what is published; the next run publishes what this answer needs.") + " POST /api/nightly/run requests one.");
    } else if (cause instanceof IllegalStateException && "Queue full".equals(cause.getMessage())) {
      // the text of Camel's seda: producer, for the queue of requested runs
      status = 503;
      body.put("title", "Queue full");
      body.put("status", status);
      body.put("detail", "The queue of requested runs is full; try again later.");
    } else {
      LOG.error("HTTP request failed and was answered with 500 (exchange {})", exchange.getExchangeId(), cause);
      status = 500;
      body.put("title", "Internal error");
      body.put("status", status);
      body.put("detail", "The log has the details under exchange " + exchange.getExchangeId() + ".");
    }
    Responses.send(exchange, status, body);
    exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/problem+json");
  }
}
