package io.cascadian.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.cascadian.health.CheckResult;
import io.cascadian.health.HealthStatus;
import io.cascadian.source.StreamDefinition;
import io.cascadian.source.subgraph.SubgraphSource;
import io.cascadian.testkit.TestRoutes;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers of the source, and the result of the check: a source that rejects us is another matter than one that is not there. */
class SourceCheckTest {

  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  private HttpServer server;
  private volatile int status;
  private volatile String body;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/", exchange -> {
      exchange.getRequestBody().readAllBytes();
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void rejectedCredentials_areDistinguished() {
    for (int refused : new int[] {401, 402, 403}) {
      CheckResult result = answer(refused, "{\"message\":\"no\"}");
      assertThat(result.message()).isEqualTo("rejects the credentials with HTTP " + refused + "; check SOURCE_API_KEY and that its plan is paid");
      assertThat(result.details()).containsEntry("http_status", refused);
    }
    assertThat(answer(200, "{\"errors\":[{\"message\":\"auth error: missing authorization header\"}]}").message())
        .startsWith("rejects the credentials; check SOURCE_API_KEY");
    for (int refused : new int[] {400, 404}) {
      assertThat(answer(refused, "gone").message()).startsWith("rejects the query: HTTP " + refused).endsWith("]; check SOURCE_URL and SOURCE_HEALTH_SUBGRAPH")
          .containsOnlyOnce("check ");
    }
    assertThat(answer(200, "{\"errors\":[{\"message\":\"indexing_error\"}]}").message()).contains("indexing error [").containsOnlyOnce("operator")
        .endsWith("; inform its operator, or set SOURCE_URL to another deployment");
    CheckResult busy = answer(503, "{\"message\":\"busy\"}");
    assertThat(busy.message()).startsWith("answers, but not with data: HTTP 503").contains("inform its operator");
    assertThat(busy.details()).containsEntry("http_status", 503);
    server.stop(0);
    CheckResult gone = check("127.0.0.1:" + server.getAddress().getPort());
    assertThat(gone.message()).startsWith("no connection: ").endsWith("check SOURCE_URL and the network").as("where to look")
        .contains("127.0.0.1:" + server.getAddress().getPort());
    assertThat(gone.details()).containsEntry("http_status", null);
    assertThat(check("nowhere.invalid").message()).startsWith("no connection: ").contains("nowhere.invalid");
  }

  @Test
  void dataAge_isComparedWithThresholds() {
    assertThat(aged(14 * 60).status()).isEqualTo(HealthStatus.HEALTHY);
    CheckResult old = aged(15 * 60);
    assertThat(old.status()).isEqualTo(HealthStatus.WARNING);
    assertThat(old.details()).containsEntry("age_seconds", 900L).containsEntry("warning_from_seconds", 900L)
        .containsEntry("critical_from_seconds", 21_600L).containsEntry("data_time", "2026-01-31T11:45:00Z").containsEntry("block", 7L);
    assertThat(aged(6 * 3_600).status()).isEqualTo(HealthStatus.CRITICAL);
    CheckResult broken = answer(200, head(0, true));
    assertThat(broken.status()).isEqualTo(HealthStatus.CRITICAL);
    assertThat(broken.message()).contains("indexing error", "inform its operator");
  }

  private CheckResult aged(long seconds) {
    return answer(200, head(seconds, false));
  }

  private static String head(long age, boolean errors) {
    return "{\"data\":{\"_meta\":{\"block\":{\"number\":7,\"hash\":\"0x1\",\"timestamp\":" + (NOW.getEpochSecond() - age)
        + "},\"deployment\":\"Qm\",\"hasIndexingErrors\":" + errors + "}}}";
  }

  private CheckResult answer(int withStatus, String withBody) {
    status = withStatus;
    body = withBody;
    return check("127.0.0.1:" + server.getAddress().getPort());
  }

  private static CheckResult check(String authority) {
    try (TestRoutes routes = TestRoutes.options().deadline(Duration.ofSeconds(5)).start()) {
      StreamDefinition stream = new StreamDefinition("health", StreamDefinition.SUBGRAPH, "http://" + authority + "/gn", "_meta", List.of("id"), "id",
          "token", "");
      return new SourceCheck(SubgraphSource.probe(routes.client()), stream, Duration.ofMinutes(15), Duration.ofHours(6),
          Clock.fixed(NOW, ZoneOffset.UTC)).check();
    }
  }
}
