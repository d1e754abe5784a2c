package io.cascadian.routes;

import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.support.DefaultConsumer;

/** Replaces the HTTP server while routes are validated: paths are registered but not served. */
final class NoServer implements PlatformHttpEngine {

  @Override
  public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
    return new NoRequests(endpoint, processor);
  }

  private static final class NoRequests extends DefaultConsumer implements PlatformHttpConsumer {
    private final PlatformHttpEndpoint endpoint;

    NoRequests(PlatformHttpEndpoint endpoint, Processor processor) {
      super(endpoint, processor);
      this.endpoint = endpoint;
    }

    @Override
    public PlatformHttpEndpoint getEndpoint() {
      return endpoint;
    }
  }
}
