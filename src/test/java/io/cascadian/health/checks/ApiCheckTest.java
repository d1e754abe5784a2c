package io.cascadian.health.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.cascadian.health.CheckResult;
import io.cascadian.health.HealthStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the service's own endpoints answer, and that operators may take some of them away. */
class ApiCheckTest {

  private static final String OWN = "/observe/health/live";
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private CheckResult check(Map<String, Integer> statuses) throws InterruptedException {
    server.createContext("/", exchange -> {
      exchange.sendResponseHeaders(statuses.getOrDefault(exchange.getRequestURI().getPath(), 404), -1);
      exchange.close();
    });
    return new ApiCheck(() -> Optional.of("http://127.0.0.1:" + server.getAddress().getPort()), List.of(OWN, "/api/a", "/api/b")).check();
  }

  @Test
  void pathOfRemovedRoute_isReported_notFailed() throws Exception {
    CheckResult found = check(Map.of(OWN, 200, "/api/a", 200));
    assertThat(found.status()).isEqualTo(HealthStatus.HEALTHY);
    assertThat(found.message()).isEqualTo("2 of 3 endpoints answer, not served: /api/b");
    assertThat(found.details().get("/api/b")).asString().contains("not there or not started");
  }

  @Test
  void pathOfOtherMethod_isReported_notFailed() throws Exception {
    assertThat(check(Map.of(OWN, 200, "/api/a", 405, "/api/b", 200)).message()).isEqualTo("2 of 3 endpoints answer, not served: /api/a");
  }

  @Test
  void errorStatusOrAbsentService_isCritical() throws Exception {
    CheckResult found = check(Map.of(OWN, 200, "/api/a", 503, "/api/b", 200));
    assertThat(found.status()).isEqualTo(HealthStatus.CRITICAL);
    assertThat(found.message()).startsWith("not answering with success: /api/a;");
  }

  @Test
  void otherServerAtUrl_isCritical() throws Exception {
    assertThat(check(Map.of()).status()).isEqualTo(HealthStatus.CRITICAL);
  }

  @Test
  void apiCheck_stopsNoRun() {
    assertThat(new ApiCheck(Optional::empty, List.of(OWN)).stopsRun()).isFalse();
  }
}
