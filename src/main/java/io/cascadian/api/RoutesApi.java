package io.cascadian.api;

import io.cascadian.routes.RouteProblem;
import io.cascadian.routes.RouteStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.Exchange;

/** Answers the HTTP requests about routes that {@code routes/api.camel.yaml} passes on. Thread-safe. */
public final class RoutesApi {

  private final Supplier<RouteStatus> status;

  public RoutesApi(Supplier<RouteStatus> status) {
    this.status = status;
  }

  /** Answers {@code GET /api/routes} with the running routes, and with the files of the folder that are not in force and why. */
  public void list(Exchange exchange) {
    RouteStatus now = status.get();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("routes", now.routes().stream().map(RoutesApi::json).toList());
    body.put("rejected", now.rejected().stream().map(RoutesApi::json).toList());
    body.put("ignored", now.ignored().stream().map(RouteProblem::json).toList());
    body.put("warnings", now.warnings().stream().map(RouteProblem::json).toList());
    now.waiting().ifPresent(what -> body.put("waiting", what));
    body.put("loadedAt", now.loadedAt().toString());
    now.lastPolledAt().ifPresent(at -> body.put("lastPolledAt", at.toString()));
    Responses.send(exchange, 200, body);
  }

  private static Map<String, Object> json(RouteStatus.Entry route) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", route.id());
    json.put("file", route.file());
    json.put("status", route.status());
    json.put("description", route.description());
    return json;
  }

  private static Map<String, Object> json(RouteStatus.Rejection rejection) {
    Map<String, Object> json = rejection.problem().json();
    json.put("since", rejection.since().toString());
    return json;
  }
}
