package io.cascadian.runtime;

import io.vertx.core.http.HttpMethod;
import java.util.Collection;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.util.json.JsonObject;

/**
 * Liveness: is this process able to answer at all? Never a question about a database.
 *
 * <p>Camel answers it on the threads that requests are worked on, and in line behind readiness. Requests that wait for a dead database may
 * occupy all of these, and a supervisor would kill the service for that. So it is answered before, on the thread that takes connections.
 */
final class Liveness {

  private static final String PATH = "/observe/health/live";

  private Liveness() {}

  static void answerAtOnce(CamelContext context, HttpAddress address) {
    VertxPlatformHttpRouter router =
        VertxPlatformHttpRouter.lookup(context, VertxPlatformHttpRouter.getRouterNameFromPort(address.port()));
    router.route(PATH).order(-1).method(HttpMethod.GET).handler(request -> {
      Collection<HealthCheck.Result> results = HealthCheckHelper.invokeLiveness(context, "full");
      boolean up = HealthCheckHelper.isResultsUp(results, false);
      request.response().setStatusCode(up ? 200 : 503).putHeader("content-type", "application/json");
      request.end(new JsonObject(Map.of("status", up ? "UP" : "DOWN")).toJson());
    });
  }
}
