package io.cascadian.dev.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.RepeatedTest;

class FreePortTest {

  @RepeatedTest(20)
  void port_isFree_notEphemeral() throws IOException {
    int port = FreePort.next();
    assertThat(port).isBetween(1024, 32_767);
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(FreePort.next()).isNotEqualTo(socket.getLocalPort());
    }
  }
}
