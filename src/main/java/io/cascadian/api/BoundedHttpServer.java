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

/** Camel's Vert.x server with limits that its settings do not offer: idle connections, lines, headers; and no HTTP/2 in clear text. */
final class BoundedHttpServer extends VertxPlatformHttpServer {

  private static final Logger LOG = LoggerFactory.getLogger(BoundedHttpServer.class);
  private static final int IDLE_SECONDS = 60;
  private static final int MAX_LINE = 4096;
  private static final int MAX_HEADERS = 8192;
  private static final long PATIENCE_SECONDS = 30;

  private final VertxPlatformHttpServerConfiguration configuration;
  private final PortChoice port;
  private final PublicText text;
  private final KnownOperations parameters;
  private final RequestRules rules;
  private final Refusals refusals = new Refusals();
  private volatile HttpServer server;

  /** @param configuration whose port only names the server in Camel */
  BoundedHttpServer(
      VertxPlatformHttpServerConfiguration configuration, PortChoice port, PublicText text, boolean tokenRequired, KnownOperations parameters) {
    super(configuration);
    this.configuration = configuration;
    this.port = port;
    this.text = text;
    this.parameters = parameters;
    this.rules = new RequestRules(tokenRequired, parameters, refusals);
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
    HttpServer made = getVertx().createHttpServer(options).requestHandler(router).invalidRequestHandler(this::refuse);
    try {
      await(made.listen(wanted, configuration.getBindHost()));
      return made;
    } catch (IllegalStateException e) {
      if (!port.replaceable() || wanted == 0 || !isTaken(e)) {
        throw e;
      }
      LOG.warn("Port {} is taken, so HTTP listens on another one; set HTTP_PORT to choose", wanted);
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

  /** What is not HTTP, or too long to be read. */
  private void refuse(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    ApiProblem problem = cause instanceof TooLongHttpLineException
        ? new ApiProblem(414, "URI too long", "The first line of a request holds at most " + MAX_LINE + " bytes.")
        : cause instanceof TooLongHttpHeaderException
            ? new ApiProblem(431, "Headers too large", "The headers of a request hold at most " + MAX_HEADERS + " bytes.")
            : new ApiProblem(400, "Bad request", "This is not a request of HTTP/1.1.");
    refusals.told(RequestIds.identify(request), problem);
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
      future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the HTTP server was starting or ending", e);
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP server cannot start or end: " + e.getMessage(), e);
    }
  }
}
