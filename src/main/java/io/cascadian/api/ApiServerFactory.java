package io.cascadian.api;

import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Service;
import org.apache.camel.component.platform.http.main.DefaultMainHttpServerFactory;
import org.apache.camel.component.platform.http.main.MainHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.main.HttpServerConfigurationProperties;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Creates the HTTP server for Camel's routes: Camel's own server with limits of time and size, and with {@link RequestRules} before every path. Camel
 * finds this factory in its registry.
 */
public final class ApiServerFactory extends DefaultMainHttpServerFactory {

  private final PortChoice port;
  private final PublicText text;
  private final boolean tokenRequired;
  private final KnownOperations parameters;
  private volatile Server made;

  /**
   * @param tokenRequired whether changes need a token; if not, only requests to a loopback host name are answered
   * @param contract defines the operations and their parameters
   */
  public ApiServerFactory(PortChoice port, PublicText text, boolean tokenRequired, Contract contract) {
    this.port = port;
    this.text = text;
    this.tokenRequired = tokenRequired;
    this.parameters = KnownOperations.of(contract.text());
  }

  @Override
  public Service newHttpServer(CamelContext context, HttpServerConfigurationProperties properties) {
    Server server = new Server(port, text, tokenRequired, parameters);
    server.setCamelContext(context);
    server.setHost(properties.getHost());
    server.setPort(properties.getPort());
    // bodies beyond the limit are not read, and uploads are not stored as files
    server.setMaxBodySize((long) RequestRules.MAX_BODY);
    server.setFileUploadEnabled(false);
    made = server;
    return server;
  }

  /** Returns the port that the server listens on; empty while it does not listen. */
  public Optional<Integer> port() {
    return Optional.ofNullable(made).flatMap(server -> Optional.ofNullable(server.bounded)).flatMap(BoundedHttpServer::port);
  }

  /** Runs Camel's main server on a {@link BoundedHttpServer}. */
  private static final class Server extends MainHttpServer {

    private final PortChoice port;
    private final PublicText text;
    private final boolean tokenRequired;
    private final KnownOperations parameters;
    private volatile BoundedHttpServer bounded;

    Server(PortChoice port, PublicText text, boolean tokenRequired, KnownOperations parameters) {
      this.port = port;
      this.text = text;
      this.tokenRequired = tokenRequired;
      this.parameters = parameters;
    }

    @Override
    protected void doInit() throws Exception {
      getConfiguration().setServerType(VertxPlatformHttpRouter.SERVER_TYPE_SERVER);
      bounded = new BoundedHttpServer(getConfiguration(), port, text, tokenRequired, parameters);
      // the context stops it
      getCamelContext().addService(bounded);
    }

    @Override
    protected void doStart() throws Exception {
      ServiceHelper.startService(bounded);
      super.doStart();
    }
  }
}
