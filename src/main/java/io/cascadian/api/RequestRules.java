package io.cascadian.api;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Rejects requests that must not reach a route. Runs on the server's event loop, so it never blocks.
 *
 * <p>Besides sizes and times it checks origins (CSRF, DNS rebinding): a page in the operator's browser can send requests to a service on loopback, and,
 * when its host name resolves to 127.0.0.1, even read the responses. Thread-safe.
 */
final class RequestRules implements Handler<RoutingContext> {

  /** Largest body, in bytes. */
  static final int MAX_BODY = 262_144;

  private static final int MAX_VALUE = 256;
  private static final int MAX_PARAMETERS = 20;
  private static final long BODY_MILLIS = 20_000;
  private static final long ANSWER_MILLIS = 55_000;
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1", "[::1]");
  private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
  /** Headers that routes interpret: {@code authorization} of a request, the others of a response. */
  private static final Set<String> RESERVED = Set.of("authorization", "location", "www-authenticate");
  private static final Pattern JSON = Pattern.compile("application/json\\s*(;\\s*charset\\s*=\\s*\"?utf-8\"?\\s*)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private final boolean tokenRequired;
  private final KnownOperations known;
  private final RejectionLog rejections;

  /** @param tokenRequired whether changes need a token, which a page of another origin does not have */
  RequestRules(boolean tokenRequired, KnownOperations known, RejectionLog rejections) {
    this.tokenRequired = tokenRequired;
    this.known = known;
    this.rejections = rejections;
  }

  @Override
  public void handle(RoutingContext ctx) {
    HttpServerRequest request = ctx.request();
    Problems.headers(ctx.response());
    // a route would copy them to its response
    request.headers().remove("Location").remove("WWW-Authenticate");
    try {
      path(request);
      origin(ctx);
      expectation(request);
      parameters(ctx);
      body(request);
    } catch (ApiProblem problem) {
      rejections.log(request.getHeader(RequestIds.HEADER), problem);
      Problems.write(request, problem);
      Problems.endConnection(ctx);
      return;
    }
    if (request.method().equals(HttpMethod.HEAD)) {
      // as GET: the server omits the body by itself
      ctx.reroute(HttpMethod.GET, request.path() + (request.query() == null ? "" : "?" + request.query()));
      return;
    }
    limitTime(ctx);
    ctx.next();
  }

  private void origin(RoutingContext ctx) {
    HttpServerRequest request = ctx.request();
    HostAndPort host = request.authority();
    if (!tokenRequired && host != null && !LOOPBACK.contains(host.host().toLowerCase(Locale.ROOT))) {
      throw new ApiProblem(403, "Host not allowed", "Without API_TOKEN the service accepts loopback host names only, such as 127.0.0.1.");
    }
    if (READING.contains(request.method()) && !known.isProtected(request.method(), ctx.normalizedPath())) {
      return;
    }
    String site = request.getHeader("Sec-Fetch-Site");
    boolean crossOrigin = site != null && !site.equals("same-origin") && !site.equals("none");
    String origin = request.getHeader("Origin");
    if (!tokenRequired && origin != null && !origin.equalsIgnoreCase("http://" + request.getHeader("Host"))) {
      crossOrigin = true;
    }
    // an old browser sends neither of them with a GET for an image or a frame
    String referer = request.getHeader("Referer");
    if (!tokenRequired && referer != null && !(referer + "/").toLowerCase(Locale.ROOT).startsWith(("http://" + request.getHeader("Host") + "/").toLowerCase(Locale.ROOT))) {
      crossOrigin = true;
    }
    if (crossOrigin) {
      throw new ApiProblem(403, "Origin not allowed", "A web page of another origin may not change anything here.");
    }
  }

  private static void expectation(HttpServerRequest request) {
    String expected = request.getHeader("Expect");
    if (expected != null && !expected.equalsIgnoreCase("100-continue")) {
      // the server's own response has no problem document
      throw new ApiProblem(417, "Expectation failed", "The header Expect supports 100-continue only.");
    }
  }

  private static void path(HttpServerRequest request) {
    if (CONTROL.matcher(decoded(request.path())).find()) {
      throw new ApiProblem(400, "Bad path", "A path must not contain control characters.");
    }
  }

  private void parameters(RoutingContext ctx) {
    Set<String> seen = new HashSet<>();
    for (Map.Entry<String, String> parameter : ctx.queryParams()) {
      // Camel puts parameters and headers into one map
      if (!seen.add(parameter.getKey().toLowerCase(Locale.ROOT)) || ctx.request().headers().contains(parameter.getKey())
          || RESERVED.contains(parameter.getKey().toLowerCase(Locale.ROOT))) {
        throw new ApiProblem(400, "Bad parameter", "A parameter must be given once, and must not have the name of a header.");
      }
      if (parameter.getValue().length() > MAX_VALUE || parameter.getKey().length() > MAX_VALUE || seen.size() > MAX_PARAMETERS) {
        throw new ApiProblem(400, "Bad parameter", "At most " + MAX_PARAMETERS + " parameters of " + MAX_VALUE + " characters are allowed.");
      }
      if (CONTROL.matcher(parameter.getKey() + parameter.getValue()).find()) {
        throw new ApiProblem(400, "Bad parameter", "A parameter must not contain control characters.");
      }
    }
    known.check(ctx.request().method(), ctx.normalizedPath(), ctx.queryParams().names());
  }

  private static String decoded(String path) {
    try {
      return io.vertx.core.net.impl.URIDecoder.decodeURIComponent(path, false);
    } catch (IllegalArgumentException e) {
      throw new ApiProblem(400, "Bad path", "The path cannot be read; percent-encode UTF-8.");
    }
  }

  private static void body(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    boolean has = request.headers().contains("Transfer-Encoding") || (length != null && !length.equals("0"));
    if (length != null && (length.length() > 9 || Long.parseLong(length) > MAX_BODY)) {
      throw Problems.tooLarge();
    }
    String type = request.getHeader("Content-Type");
    if ((type != null || has) && (type == null || !JSON.matcher(type.strip()).matches())
        || request.headers().contains("Content-Encoding")) {
      throw Problems.unsupported();
    }
  }

  private static void limitTime(RoutingContext ctx) {
    Vertx vertx = ctx.vertx();
    HttpServerRequest request = ctx.request();
    long body = vertx.setTimer(BODY_MILLIS, timer -> {
      if (!request.isEnded()) {
        Problems.write(request, new ApiProblem(408, "Body too slow", "The body must arrive within " + BODY_MILLIS / 1000 + " s."));
        Problems.endConnection(ctx);
      }
    });
    long answer = vertx.setTimer(ANSWER_MILLIS, timer -> Problems.write(request, new ApiProblem(
        503, "Timeout", "No response within " + ANSWER_MILLIS / 1000 + " s; the requested work may still be in progress.")));
    ctx.addEndHandler(ended -> {
      vertx.cancelTimer(body);
      vertx.cancelTimer(answer);
    });
  }
}
