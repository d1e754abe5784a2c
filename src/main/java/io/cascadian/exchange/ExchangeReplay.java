package io.cascadian.exchange;

import io.cascadian.store.DeadLetter;
import io.cascadian.store.DeadLetterResender;
import java.util.Optional;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;

/** Sends exchanges that failed to the route again that they began at. Thread-safe. */
public final class ExchangeReplay implements DeadLetterResender {

  private final RouteClient routes;

  public ExchangeReplay(RouteClient routes) {
    this.routes = routes;
  }

  @Override
  public Optional<String> refusal(DeadLetter letter) {
    String route = letter.exchange().route();
    if (routes.input(route).isEmpty()) {
      return Optional.of("its route '" + route + "' is not in this process; restore it, or, where it begins at something else than direct:, ask the running"
          + " service: POST /api/dead-letters/" + letter.id() + "/replay");
    }
    return FailedExchanges.missingFile(letter).map(file -> "the file " + file + " is gone; drop it again");
  }

  @Override
  public void resend(DeadLetter letter) throws Exception {
    Endpoint input = routes.input(letter.exchange().route())
        .orElseThrow(() -> new IllegalStateException("there is no route '" + letter.exchange().route() + "' now"));
    Exchange sent = routes.request(input, exchange -> FailedExchanges.restore(letter, exchange));
    if (sent.getException() != null) {
      throw sent.getException();
    }
  }
}
