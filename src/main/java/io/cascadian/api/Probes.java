package io.cascadian.api;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Collection;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;

/**
 * Answers {@code /observe/health/live} and {@code ready} from Camel's checks, instead of Camel's own responses, which contain the messages of exceptions
 * and, on request, stack traces.
 */
final class Probes {

  private final CamelContext context;
  private final PublicText text;

  Probes(CamelContext context, PublicText text) {
    this.context = context;
    this.text = text;
  }

  void answer(Router router) {
    // before Camel's own handler, which it adds later; on the event loop, so that liveness does not queue after blocked requests
    router.route(HttpMethod.GET, "/observe/health/live").order(-1).handler(ctx -> write(ctx, HealthCheckHelper.invokeLiveness(context, "full"), false));
    waiting(router, "/observe/health", false, () -> HealthCheckHelper.invoke(context, "full"));
    waiting(router, "/observe/health/ready", true, () -> HealthCheckHelper.invokeReadiness(context, "full"));
  }

  private void waiting(Router router, String path, boolean readiness, Supplier<Collection<HealthCheck.Result>> checks) {
    router.route(HttpMethod.GET, path).order(-1).handler(ctx -> ctx.vertx().executeBlocking(checks::get, false)
        .onSuccess(results -> write(ctx, results, readiness)).onFailure(ctx::fail));
  }

  private void write(RoutingContext ctx, Collection<HealthCheck.Result> results, boolean readiness) {
    boolean up = HealthCheckHelper.isResultsUp(results, readiness);
    JsonArray checks = new JsonArray();
    for (HealthCheck.Result result : results) {
      JsonObject check = new JsonObject().put("name", result.getCheck().getId()).put("status", result.getState().name());
      result.getMessage().ifPresent(message -> check.put("message", text.of(message)));
      checks.add(check);
    }
    ctx.response().setStatusCode(up ? 200 : 503).putHeader("Content-Type", "application/json")
        .end(new JsonObject().put("status", up ? "UP" : "DOWN").put("checks", checks).encode());
  }
}
