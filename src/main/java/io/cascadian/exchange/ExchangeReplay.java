package io.cascadian.exchange;

import io.cascadian.store.DeadLetter;
import io.cascadian.store.DeadLetterResender;
import java.util.Optional;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.spi.RouteController;

/**
 * Sends exchanges that failed to the route again that they failed in.
 *
 * <p>A file goes back into the folder that its route reads, from any process. Every other route gets the exchange as if its endpoint had delivered it, and
 * must be in this process. Thread-safe.
 */
public final class ExchangeReplay implements DeadLetterResender {

  private final RouteClient routes;

  public ExchangeReplay(RouteClient routes) {
    this.routes = routes;
  }

  @Override
  public Optional<String> refusal(DeadLetter letter) {
    String id = letter.exchange().route();
    Optional<Route> route = routes.route(id);
    if (folder(id).isPresent()) {
      return FailedExchanges.missingFile(letter).map(file -> "the file " + file + " is gone; drop it again");
    }
    if (route.isPresent()) {
      return isStarted(route.get()) ? Optional.empty() : Optional.of("its route '" + id + "' is stopped; start it");
    }
    return Optional.of(routes.unbuilt(id).map(input -> "its route '" + id + "' begins at " + input.replaceFirst(":.*", ":") + " and is only in the running"
        + " service; ask that: POST /api/dead-letters/" + letter.id() + "/replay").orElse("there is no route '" + id + "' now; restore it"));
  }

  @Override
  public Outcome resend(DeadLetter letter) throws Exception {
    String id = letter.exchange().route();
    Optional<Endpoint> folder = folder(id);
    if (folder.isPresent()) {
      Exchange dropped = routes.request(folder.get(), exchange -> FailedExchanges.restore(letter, exchange));
      if (dropped.getException() != null) {
        throw dropped.getException();
      }
      return Outcome.GIVEN_BACK;
    }
    Route route = routes.route(id).orElseThrow(() -> new IllegalStateException("there is no route '" + id + "' now"));
    Exchange exchange = route.getEndpoint().createExchange();
    exchange.getExchangeExtension().setFromRouteId(id);
    FailedExchanges.restore(letter, exchange);
    // not by its endpoint: a timer cannot be sent to, and what goes to a queue or a statement does not come to the route now or at all
    route.getProcessor().process(exchange);
    if (exchange.getException() != null) {
      throw exchange.getException();
    }
    return exchange.getProperty(SKIPPED, false, Boolean.class) ? Outcome.SKIPPED : Outcome.ENDED;
  }

  /** Returns the folder that a route reads; nothing when it reads none. */
  private Optional<Endpoint> folder(String routeId) {
    return routes.route(routeId).map(Route::getEndpoint)
        .or(() -> routes.unbuilt(routeId).filter(input -> input.startsWith("file:")).map(routes::endpoint))
        .filter(GenericFileEndpoint.class::isInstance);
  }

  private static boolean isStarted(Route route) {
    RouteController controller = route.getCamelContext().getRouteController();
    return controller.getRouteStatus(route.getRouteId()).isStarted();
  }
}
