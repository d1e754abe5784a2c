package io.cascadian.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On which port the HTTP server listens, where another program has taken the one it wants before it could. */
class BoundedHttpServerTest {

  private final DefaultCamelContext context = new DefaultCamelContext();
  private ServerSocket other;

  @BeforeEach
  void takePort() throws IOException {
    other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    context.stop();
    other.close();
  }

  @Test
  void usualPortTaken_anotherIsListenedOn() throws Exception {
    BoundedHttpServer server = started(new PortChoice(other.getLocalPort(), true));
    int port = server.port().orElseThrow();
    assertThat(port).isPositive().isNotEqualTo(other.getLocalPort());
    try (Socket caller = new Socket(InetAddress.getLoopbackAddress(), port)) {
      assertThat(caller.isConnected()).isTrue();
    }
  }

  @Test
  void anyPort_isKnownOnceItIsListenedOn() throws Exception {
    assertThat(started(new PortChoice(0, false)).port().orElseThrow()).isPositive();
  }

  @Test
  void chosenPortTaken_isNotReplaced() {
    assertThatThrownBy(() -> started(new PortChoice(other.getLocalPort(), false))).hasRootCauseInstanceOf(BindException.class);
  }

  private BoundedHttpServer started(PortChoice choice) throws Exception {
    VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
    configuration.setBindHost("127.0.0.1");
    configuration.setBindPort(1);
    BoundedHttpServer server =
        new BoundedHttpServer(configuration, choice, new PublicText(List.of()), false, KnownOperations.of(new Contract().text()));
    context.start();
    context.addService(server);
    return server;
  }
}
