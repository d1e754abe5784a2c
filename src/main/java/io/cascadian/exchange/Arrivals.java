package io.cascadian.exchange;

import java.io.InputStream;
import java.io.Reader;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.StreamCache;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.MessageHelper;
import org.apache.camel.support.RoutePolicySupport;

/**
 * Records the message of each exchange as it arrived at each route.
 *
 * <p>Camel itself keeps the original message of the first route only, which a route that is called by another one cannot be sent again. The copy shares the
 * body. Thread-safe.
 */
final class Arrivals implements RoutePolicyFactory {

  /** Begin of the names of exchange properties, each ended by the id of a route. */
  private static final String PREFIX = "deadLetterArrival:";

  @Override
  public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
    // one each: Camel stops it together with its route
    return new RoutePolicySupport() {
      @Override
      public void onExchangeBegin(Route began, Exchange exchange) {
        note(began, exchange);
      }
    };
  }

  private static void note(Route route, Exchange exchange) {
    Message message = exchange.getMessage();
    if (message.getBody() instanceof InputStream || message.getBody() instanceof Reader) {
      // the route reads it, so that nothing would be left of it for a letter
      StreamCache readable = exchange.getContext().isStreamCaching() ? exchange.getContext().getStreamCachingStrategy().cache(exchange) : null;
      if (readable != null) {
        message.setBody(readable);
      }
    }
    exchange.setProperty(PREFIX + route.getRouteId(), message.copy());
  }

  /** Returns the message as it came to a route, readable from its beginning; null when the exchange was not there. */
  static Message at(String routeId, Exchange exchange) {
    Message arrived = exchange.getProperty(PREFIX + routeId, Message.class);
    if (arrived != null) {
      MessageHelper.resetStreamCache(arrived);
    }
    return arrived;
  }
}
