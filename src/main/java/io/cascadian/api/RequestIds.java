package io.cascadian.api;

import io.cascadian.observe.LogContext;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;

/**
 * Assigns an id to every request: the caller's {@code X-Request-Id} if it is well-formed, else a new one. The id is on the response, on the log lines of
 * the request, and on those of the run that the request starts. Thread-safe.
 */
public final class RequestIds implements RoutePolicyFactory {

  /** The header of requests and responses. */
  public static final String HEADER = "X-Request-Id";

  /** Excludes everything that could break a log line or make it long. */
  private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /** Adds the first handler of a router, which assigns ids to all requests, rejected ones included. */
  static void first(Router router) {
    router.route().order(Integer.MIN_VALUE).handler(request -> {
      identify(request.request());
      request.next();
    });
  }

  /** Puts the id on the request and its response, and returns it. */
  static String identify(HttpServerRequest request) {
    String given = request.getHeader(HEADER);
    String id = isWellFormed(given) ? given : UUID.randomUUID().toString();
    request.headers().set(HEADER, id);
    request.response().putHeader(HEADER, id);
    return id;
  }

  static boolean isWellFormed(String id) {
    return id != null && WELL_FORMED.matcher(id).matches();
  }

  /** Returns whether a route is started by HTTP requests, directly or through a queue. */
  private static boolean isOfRequests(Route route) {
    String from = route.getEndpoint().getEndpointUri();
    return from.startsWith("platform-http:") || from.startsWith("rest-openapi:") || from.startsWith("seda:");
  }

  @Override
  public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
    return new RoutePolicySupport() {
      @Override
      public void onExchangeBegin(Route begun, Exchange exchange) {
        String id = exchange.getMessage().getHeader(HEADER, String.class);
        if (isOfRequests(begun) && isWellFormed(id)) {
          LogContext.request(id, exchange.getExchangeId());
        }
      }

      @Override
      public void onExchangeDone(Route done, Exchange exchange) {
        if (isOfRequests(done)) {
          LogContext.requestEnded();
        }
      }
    };
  }
}
