package io.cascadian.api;

import io.cascadian.ingest.Replay;
import io.cascadian.ingest.ReplayRefusedException;
import io.cascadian.nightly.Maintenance;
import io.cascadian.nightly.RunRecord;
import io.cascadian.nightly.RunStatus;
import io.cascadian.nightly.StreamRoutes;
import io.cascadian.source.StreamDefinition;
import io.cascadian.store.DeadLetter;
import io.cascadian.store.DeadLetterFilter;
import io.cascadian.store.DeadLetters;
import io.cascadian.store.StepResult;
import io.cascadian.store.StoreUnavailableException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the HTTP requests about dead letters that {@code routes/api.camel.yaml} passes on.
 *
 * <p>Each method puts JSON and a status on the message or throws an exception that {@link Api#problem} answers. Thread-safe.
 */
public final class DeadLetterApi {

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterApi.class);
  /** How long a request waits for the end of a route. */
  private static final Duration WAIT = Duration.ofSeconds(20);

  private final DeadLetters deadLetters;
  private final Replay replay;
  private final Maintenance maintenance;

  public DeadLetterApi(DeadLetters deadLetters, Replay replay, Maintenance maintenance) {
    this.deadLetters = deadLetters;
    this.replay = replay;
    this.maintenance = maintenance;
  }

  /** Answers {@code GET /api/dead-letters} with a page of letters without payloads, newest first, and their number by reason; replayed ones included. */
  public void list(Exchange exchange) {
    int limit = Responses.number(exchange, "limit", 100, 1, Responses.MAX_LIMIT);
    int offset = Responses.number(exchange, "offset", 0, 0, Integer.MAX_VALUE);
    DeadLetterFilter filter = DeadLetterFilter.open()
        .ofStream(text(exchange, "stream")).ofReason(text(exchange, "reason")).rejectedSince(Responses.time(exchange, "since"))
        .replayed(flag(exchange, "replayed"));
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("dead_letters", deadLetters.list(filter, limit, offset).stream().map(DeadLetter::json).toList());
    page.put("by_reason", deadLetters.countByReason(filter));
    page.put("limit", limit);
    page.put("offset", offset);
    Responses.send(exchange, 200, page);
  }

  /** Answers {@code GET /api/dead-letters/{id}} with one letter and its payload. */
  public void letter(Exchange exchange) {
    Responses.send(exchange, 200, find(exchange).json());
  }

  /**
   * Answers {@code POST /api/dead-letters/{id}/replay}: 200 when its rows are stored or its route has completed, now or before; 202 when its file was returned
   * to the folder that its route reads, or its route is still in progress; 422 when it was rejected again or cannot be replayed; 409 when another run is in
   * progress (for a record) or the letter is being replayed; 503 when a database is away.
   */
  public void replay(Exchange exchange) {
    DeadLetter letter = find(exchange);
    if (!letter.isOpen()) {
      answer(exchange, letter, null, null);
      return;
    }
    List<StreamDefinition> streams = StreamRoutes.definitions(exchange.getContext());
    DeadLetterFilter which = DeadLetterFilter.open().ofId(letter.id());
    try {
      // before a run is recorded for it
      replay.check(streams, which);
    } catch (ReplayRefusedException e) {
      throw new ApiProblem(422, "Cannot be replayed", e.getMessage());
    }
    if (letter.exchange() != null) {
      sendAgain(exchange, letter, which);
      return;
    }
    AtomicReference<Exception> failure = new AtomicReference<>();
    RunRecord run = maintenance.run("replay", "http", guard -> replay.replay(streams, which, guard), failure::set);
    if (run.status() == RunStatus.SKIPPED) {
      throw anotherRun();
    }
    if (failure.get() instanceof StoreUnavailableException unavailable) {
      throw unavailable;
    }
    if (run.status() != RunStatus.SUCCESS) {
      throw new ApiProblem(500, "The replay failed", "GET /api/nightly/runs/" + run.id() + " shows why; the letter is unchanged.");
    }
    answer(exchange, find(exchange), run.id(), null);
  }

  /** Replays an exchange without the run lock, because its route may start a run; waits for its end no longer than a caller waits. */
  private void sendAgain(Exchange exchange, DeadLetter letter, DeadLetterFilter which) {
    CompletableFuture<StepResult> sent = new CompletableFuture<>();
    exchange.getContext().getExecutorServiceManager().newThread("replay-" + letter.id(), () -> {
      try {
        sent.complete(replay.sendAgain(which));
      } catch (RuntimeException | Error e) {
        LOG.error("Dead letter {}: the replay failed with an unknown result; GET /api/dead-letters/{} shows whether it is still open", letter.id(), letter.id(), e);
        sent.completeExceptionally(e);
      }
    }).start();
    String route = letter.exchange().route();
    try {
      Map<String, Object> details = sent.get(WAIT.toMillis(), TimeUnit.MILLISECONDS).details();
      if (((Number) details.get("skipped")).longValue() > 0) {
        throw anotherRun();
      }
      if (!((Map<?, ?>) details.get("not_replayable")).isEmpty()) {
        throw new ApiProblem(409, "Being replayed", ((Map<?, ?>) details.get("refusals")).values().iterator().next() + ". Nothing was done.");
      }
      boolean givenBack = ((Number) details.get("given_back")).longValue() > 0;
      answer(exchange, find(exchange), null, givenBack
          ? "The file was returned to the folder that the route '" + route + "' reads. What the route rejects of it becomes a dead letter again."
          : null);
    } catch (TimeoutException e) {
      answer(exchange, 202, letter, null, "The route '" + route + "' is processing it. GET /api/dead-letters/" + letter.id() + " shows 'replayed_at' when it has"
          + " ended, and one attempt more.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while dead letter " + letter.id() + " was replayed", e);
    } catch (ExecutionException e) {
      throw new ApiProblem(500, "The replay failed", "The log shows why. GET /api/dead-letters/" + letter.id() + " shows the letter as it is stored.");
    }
  }

  private static ApiProblem anotherRun() {
    return new ApiProblem(
        409, "Another run is in progress", "Nothing was replayed; try again when it has ended. GET /api/nightly/runs lists the runs.");
  }

  private static void answer(Exchange exchange, DeadLetter letter, Long run, String message) {
    if (letter.isOpen()) {
      throw new ApiProblem(422, "Rejected again", letter.reason() + (letter.detail() == null ? "" : ": " + letter.detail()));
    }
    answer(exchange, message == null ? 200 : 202, letter, run, message);
  }

  private static void answer(Exchange exchange, int status, DeadLetter letter, Long run, String message) {
    Map<String, Object> body = letter.json();
    body.remove("payload");
    body.put("run", run);
    if (message != null) {
      body.put("message", message);
    }
    Responses.send(exchange, status, body);
  }

  private DeadLetter find(Exchange exchange) {
    String id = exchange.getMessage().getHeader("id", String.class);
    if (id != null && id.matches("\\d{1,18}")) {
      return deadLetters.find(Long.parseLong(id)).orElseThrow(DeadLetterApi::unknown);
    }
    throw unknown();
  }

  private static ApiProblem unknown() {
    return new ApiProblem(404, "No such dead letter", "GET /api/dead-letters lists them.");
  }

  private static String text(Exchange exchange, String name) {
    return exchange.getMessage().getHeader(name, String.class);
  }

  private static Boolean flag(Exchange exchange, String name) {
    String text = text(exchange, name);
    if (text != null && !text.equals("true") && !text.equals("false")) {
      throw new ApiProblem(400, "Bad parameter", "'" + name + "' must be true or false.");
    }
    return text == null ? null : Boolean.valueOf(text);
  }
}
