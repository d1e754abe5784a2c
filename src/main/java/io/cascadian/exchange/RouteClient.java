package io.cascadian.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;

/**
 * Sends exchanges to the endpoints of routes, for Java code that is put together before the routes are started.
 *
 * <p>Adapters hold one of these instead of a client of their own: what leaves the process, how fast, how often it is retried and what becomes of a failure
 * is defined in the routes. Thread-safe.
 */
public final class RouteClient implements AutoCloseable {

  private final Map<String, String> unbuilt = new ConcurrentHashMap<>();
  private volatile ProducerTemplate producer;

  /** Connects to the routes of a context; from now on exchanges can be sent. */
  public void connect(CamelContext context) {
    producer = context.createProducerTemplate();
  }

  /**
   * Sends one exchange and waits for its end.
   *
   * @param endpoint such as {@code direct:goldsky-query}
   * @param prepare fills in body, headers and properties
   * @return the exchange after the route; a failure is its {@link Exchange#getException()}, never thrown
   * @throws RoutesNotStartedException when no context is connected
   */
  public Exchange request(String endpoint, Processor prepare) {
    return connected(endpoint).send(endpoint, ExchangePattern.InOut, prepare);
  }

  /** Sends one exchange to the input of a route, as {@link #request(String, Processor)} does. */
  Exchange request(Endpoint input, Processor prepare) {
    return connected(input.getEndpointKey()).send(input, ExchangePattern.InOut, prepare);
  }

  /**
   * Returns a route that is built here.
   *
   * @throws RoutesNotStartedException when no context is connected
   */
  Optional<Route> route(String id) {
    return Optional.ofNullable(connected(id).getCamelContext().getRoute(id));
  }

  /** Records a route that only the running service has, for {@link #unbuilt}. */
  public void leftOut(String routeId, String input) {
    unbuilt.put(routeId, input);
  }

  /** Returns the URI that a route begins at which this process left out; nothing for any other. */
  Optional<String> unbuilt(String routeId) {
    return Optional.ofNullable(unbuilt.get(routeId));
  }

  /** Returns the endpoint of a URI. */
  Endpoint endpoint(String uri) {
    return connected(uri).getCamelContext().getEndpoint(uri);
  }

  private ProducerTemplate connected(String target) {
    ProducerTemplate connected = producer;
    if (connected == null) {
      throw new RoutesNotStartedException(target);
    }
    return connected;
  }

  /** Disconnects; later requests are refused. */
  @Override
  public void close() {
    ProducerTemplate connected = producer;
    producer = null;
    if (connected != null) {
      try {
        connected.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
