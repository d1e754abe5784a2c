package io.cascadian.api;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.net.BindException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs Camel's Vert.x server with limits that its settings do not offer: idle time, length of lines and headers, no HTTP/2 in clear text. */
final class BoundedHttpServer extends VertxPlatformHttpServer {

  private static final Logger LOG = LoggerFactory.getLogger(BoundedHttpServer.class);
  private static final int IDLE_SECONDS = 60;
  private static final int MAX_LINE = 4096;
  private static final int MAX_HEADERS = 8192;
  private static final long START_STOP_TIMEOUT_SECONDS = 30;

  private final VertxPlatformHttpServerConfiguration configuration;
  private final PortChoice port;
  private final PublicText text;
  private final KnownOperations parameters;
  private final RequestRules rules;
  private final RejectionLog rejections = new RejectionLog();
  private volatile HttpServer server;

  /** @param configuration whose port only names the server in Camel */
  BoundedHttpServer(
      VertxPlatformHttpServerConfiguration configuration, PortChoice port, PublicText text, boolean tokenRequired, KnownOperations parameters) {
    super(configuration);
    this.configuration = configuration;
    this.port = port;
    this.text = text;
    this.parameters = parameters;
    this.rules = new RequestRules(tokenRequired, parameters, rejections);
  }

  @Override
  public HttpServer getServer() {
    return server;
  }

  @Override
  protected void startServer() throws Exception {
    Router router = VertxPlatformHttpRouter.lookup(
        getCamelContext(), VertxPlatformHttpRouter.getRouterNameFromPort(configuration.getBindPort()));
    Problems.answerFailures(router, parameters);
    RequestIds.first(router);
    router.route().order(Integer.MIN_VALUE + 1).handler(rules);
    new Probes(getCamelContext(), text).answer(router);
    HttpServerOptions options = new HttpServerOptions()
        .setIdleTimeout(IDLE_SECONDS).setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setMaxInitialLineLength(MAX_LINE).setMaxHeaderSize(MAX_HEADERS)
        .setHttp2ClearTextEnabled(false);
    HttpServer listening = listen(options, router, port.wanted());
    // Camel looks for it by the configured port before this, and by the port of the server after it
    getCamelContext().getRegistry().bind(VertxPlatformHttpRouter.getRouterNameFromPort(listening.actualPort()), VertxPlatformHttpRouter.class, router);
    server = listening;
  }

  private HttpServer listen(HttpServerOptions options, Router router, int wanted) {
    HttpServer made = getVertx().createHttpServer(options).requestHandler(router).invalidRequestHandler(this::reject);
    try {
      await(made.listen(wanted, configuration.getBindHost()));
      return made;
    } catch (IllegalStateException e) {
      if (!port.replaceable() || wanted == 0 || !isTaken(e)) {
        throw e;
      }
      LOG.warn("Port {} is in use, so the HTTP server listens on another one; set HTTP_PORT for a fixed port", wanted);
      return listen(options, router, 0);
    }
  }

  private static boolean isTaken(Throwable failure) {
    return failure != null && (failure instanceof BindException || isTaken(failure.getCause()));
  }

  /** Returns the port that it listens on; empty while it does not listen. */
  Optional<Integer> port() {
    return Optional.ofNullable(server).map(HttpServer::actualPort);
  }

  /** Rejects a request that is not HTTP or exceeds the limits of its lines. */
  private void reject(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    ApiProblem problem = cause instanceof TooLongHttpLineException
        ? new ApiProblem(414, "URI too long", "The first line of a request holds at most " + MAX_LINE + " bytes.")
        : cause instanceof TooLongHttpHeaderException
            ? new ApiProblem(431, "Headers too large", "The headers of a request hold at most " + MAX_HEADERS + " bytes.")
            : new ApiProblem(400, "Bad request", "This is not an HTTP/1.1 request.");
    rejections.log(RequestIds.identify(request), problem);
    Problems.write(request, problem);
    request.response().close();
  }

  @Override
  protected void stopServer() {
    if (server != null) {
      getCamelContext().removeComponent(PlatformHttpConstants.PLATFORM_HTTP_COMPONENT_NAME);
      HttpServer ending = server;
      server = null;
      await(ending.close());
    }
  }

  @Override
  protected void stopVertx() {
    if (getVertx() != null) {
      await(getVertx().close());
    }
  }

  private static void await(Future<?> future) {
    try {
      future.toCompletionStage().toCompletableFuture().get(START_STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the HTTP server was starting or stopping", e);
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP server cannot start or stop: " + e.getMessage(), e);
    }
  }
}
