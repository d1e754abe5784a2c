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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/**
 * Answers the HTTP requests about rejected records that {@code routes/api.camel.yaml} passes on.
 *
 * <p>Each method leaves JSON and a status on the message or throws what {@link Api#problem} tells. Thread-safe.
 */
public final class DeadLetterApi {

  private final DeadLetters deadLetters;
  private final Replay replay;
  private final Maintenance maintenance;

  public DeadLetterApi(DeadLetters deadLetters, Replay replay, Maintenance maintenance) {
    this.deadLetters = deadLetters;
    this.replay = replay;
    this.maintenance = maintenance;
  }

  /** {@code GET /api/dead-letters}: letters without payloads, newest first, and how many there are by reason; replayed ones too. */
  public void list(Exchange exchange) {
    int limit = Answers.number(exchange, "limit", 100, 1, Answers.MAX_LIMIT);
    int offset = Answers.number(exchange, "offset", 0, 0, Integer.MAX_VALUE);
    DeadLetterFilter filter = DeadLetterFilter.open()
        .ofStream(text(exchange, "stream")).ofReason(text(exchange, "reason")).rejectedSince(Answers.time(exchange, "since"))
        .replayed(flag(exchange, "replayed"));
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("dead_letters", deadLetters.list(filter, limit, offset).stream().map(DeadLetter::json).toList());
    page.put("by_reason", deadLetters.countByReason(filter));
    page.put("limit", limit);
    page.put("offset", offset);
    Answers.send(exchange, 200, page);
  }

  /** {@code GET /api/dead-letters/{id}}: one letter with its payload. */
  public void letter(Exchange exchange) {
    Answers.send(exchange, 200, find(exchange).json());
  }

  /**
   * {@code POST /api/dead-letters/{id}/replay}: 200 when its rows are stored or its route has ended it, now or before; 202 when its file is in the folder
   * again that its route reads; 422 when it was rejected again or cannot be replayed; 409 when another run is going on.
   */
  public void replay(Exchange exchange) {
    DeadLetter letter = find(exchange);
    if (!letter.isOpen()) {
      answer(exchange, letter, null, false);
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
    RunRecord run = maintenance.run("replay", "http", guard -> replay.replay(streams, which, guard));
    if (run.status() == RunStatus.SKIPPED) {
      throw new ApiProblem(
          409, "Another run is going on", "Nothing was replayed; try again when it has ended. GET /api/nightly/runs lists the runs.");
    }
    if (run.status() != RunStatus.SUCCESS) {
      throw new ApiProblem(500, "The replay failed", "GET /api/nightly/runs/" + run.id() + " says why; the letter is as it was.");
    }
    boolean givenBack = ((Number) run.steps().get(0).details().get("given_back")).longValue() > 0;
    answer(exchange, find(exchange), run.id(), givenBack);
  }

  private static void answer(Exchange exchange, DeadLetter letter, Long run, boolean givenBack) {
    if (letter.isOpen()) {
      throw new ApiProblem(422, "Rejected again", letter.reason() + (letter.detail() == null ? "" : ": " + letter.detail()));
    }
    Map<String, Object> body = letter.json();
    body.remove("payload");
    body.put("run", run);
    if (givenBack) {
      body.put("message", "The file is in the folder again that the route '" + letter.exchange().route()
          + "' reads. What the route rejects of it becomes a dead letter again.");
    }
    Answers.send(exchange, givenBack ? 202 : 200, body);
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
