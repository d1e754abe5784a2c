package io.cascadian.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.cascadian.testkit.BlackHole;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests reports from services that hang and from servers that are no services. */
class ServiceHealthTest {

  @Test
  void serviceThatHangs_isWaitedForNoLongerThanItsLimit() throws Exception {
    try (BlackHole silent = BlackHole.silent()) {
      long begun = System.nanoTime();
      assertThat(ServiceHealth.request("http://" + silent.address(), Duration.ofMillis(300))).isEmpty();
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void answersThatAreNoReports_areNone() throws Exception {
    for (String body : List.of("", "<html>", "[]", "{\"overall_status\": \"healthy\"}",
        "{\"timestamp\": \"now\", \"overall_status\": \"healthy\", \"total_duration_ms\": 1, \"checks\": []}",
        "{\"timestamp\": \"2026-11-24T02:47:38Z\", \"overall_status\": \"well\", \"total_duration_ms\": 1, \"checks\": []}")) {
      assertThat(answered(200, body)).as(body).isFalse();
    }
    String report = "{\"timestamp\": \"2026-11-24T02:47:38Z\", \"overall_status\": \"critical\", \"total_duration_ms\": 1, \"checks\": []}";
    for (String field : List.of("timestamp", "overall_status", "total_duration_ms", "checks")) {
      assertThat(answered(200, report.replace(field, "other"))).as("without " + field).isFalse();
    }
    assertThat(answered(503, report)).isTrue();
    assertThat(answered(404, report)).isFalse();
  }

  private static boolean answered(int status, String body) throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/health", exchange -> {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    });
    server.start();
    try {
      return ServiceHealth.request("http://127.0.0.1:" + server.getAddress().getPort(), Duration.ofSeconds(20)).isPresent();
    } finally {
      server.stop(0);
    }
  }
}
