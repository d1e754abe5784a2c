package io.cascadian.api;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests that never reach a route with problem documents, and sets the headers of every response. */
final class Problems {

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
  private static final long DISCARD_MILLIS = 2_000;

  private Problems() {}

  /**
   * Makes the router answer its own failures with problem documents; must be called first.
   *
   * @param contract its paths are answered with 503 instead of 404 while their routes are being replaced
   */
  static void answerFailures(Router router, KnownOperations contract) {
    router.errorHandler(400, ctx -> write(ctx.request(), new ApiProblem(
        400, "Bad request", "The path, a parameter or a header cannot be read; percent-encode UTF-8, and send a Host header.")));
    router.errorHandler(404, ctx -> write(ctx.request(), contract.hasPath(ctx.normalizedPath())
        ? unavailable()
        : new ApiProblem(404, "No such path", "GET /api/openapi.yaml lists the paths.")));
    router.errorHandler(405, ctx -> methods(router, ctx));
    router.errorHandler(406, ctx -> write(ctx.request(), new ApiProblem(
        406, "Not acceptable", "This path has one representation only; omit the header Accept.")));
    router.errorHandler(413, ctx -> write(ctx.request(), tooLarge()));
    router.errorHandler(415, ctx -> write(ctx.request(), unsupported()));
    router.errorHandler(503, ctx -> write(ctx.request(), unavailable()));
    router.errorHandler(500, ctx -> {
      LOG.error("HTTP request failed outside of its route and was answered with 500", ctx.failure());
      write(ctx.request(), new ApiProblem(500, "Internal error", "The log has the details."));
    });
  }

  private static ApiProblem unavailable() {
    return new ApiProblem(503, "Not available", "This path is not served at the moment; try again.");
  }

  static ApiProblem tooLarge() {
    return new ApiProblem(413, "Body too large", "A body holds at most " + RequestRules.MAX_BODY + " bytes.");
  }

  static ApiProblem unsupported() {
    return new ApiProblem(415, "Unsupported content type", "A body must be application/json in UTF-8, without Content-Encoding.");
  }

  /** Writes the document unless a response has begun; does not wait for the rest of the request's body. */
  static void write(HttpServerRequest request, ApiProblem problem) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.headWritten()) {
      return;
    }
    headers(response);
    response.setStatusCode(problem.status()).putHeader("Content-Type", "application/problem+json");
    if (!request.isEnded()) {
      response.putHeader("Connection", "close");
    }
    response.end(new JsonObject().put("type", "about:blank").put("title", problem.title()).put("status", problem.status())
        .put("detail", problem.getMessage()).encode());
  }

  /** Closes the connection of a request whose body is not read, after the sender had time to read the response. */
  static void endConnection(RoutingContext ctx) {
    if (!ctx.request().isEnded()) {
      ctx.vertx().setTimer(DISCARD_MILLIS, timer -> ctx.request().connection().close());
    }
  }

  /** Sets the security headers of every response: no type sniffing, no storing, no embedding, no cross-origin use. */
  static void headers(HttpServerResponse response) {
    response.putHeader("X-Content-Type-Options", "nosniff").putHeader("Cache-Control", "no-store")
        .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin").putHeader("Referrer-Policy", "no-referrer");
  }

  private static void methods(Router router, RoutingContext ctx) {
    Set<String> allowed = allowed(router, ctx.normalizedPath());
    String allow = String.join(", ", allowed);
    ctx.response().putHeader("Allow", allow);
    if (ctx.request().method().equals(HttpMethod.OPTIONS)) {
      headers(ctx.response());
      ctx.response().setStatusCode(204).end();
      return;
    }
    write(ctx.request(), new ApiProblem(405, "Method not allowed", "This path allows " + allow + "."));
  }

  /** Returns the methods of the routes at a path. */
  private static Set<String> allowed(Router router, String path) {
    Set<String> methods = new TreeSet<>(Set.of("OPTIONS"));
    router.getRoutes().stream()
        .filter(route -> route.getPath() != null && route.methods() != null && isAt(route.getPath(), path))
        .forEach(route -> route.methods().forEach(method -> methods.add(method.name())));
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    return methods;
  }

  private static boolean isAt(String template, String path) {
    String[] wanted = template.split("/");
    String[] given = path.split("/");
    return wanted.length == given.length && Arrays.equals(wanted, given, (a, b) -> a.startsWith(":") ? 0 : a.compareTo(b));
  }
}
