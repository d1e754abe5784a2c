package io.cascadian.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.dev.embedded.FreePort;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sandbox source by itself, as an operator would start it. */
class SandboxServeIT {

  @Test
  void sandbox_servesFeedOnPort_withinLimit(@TempDir Path folder) throws Exception {
    Path feed = Files.writeString(folder.resolve("feed.jsonl"), "{\"record\":\"head\",\"block\":80000000,\"timestamp\":1760000000}\n");
    int port = FreePort.next();
    try (CommandLine sandbox = CommandLine.start(Map.of(), "sandbox", "serve", "--feed", feed.toString(), "--port", Integer.toString(port),
        "--rate-limit", "2/60s", "--latency", "1ms")) {
      sandbox.awaitLine("SOURCE_URL=http://127.0.0.1:" + port + "/", 60);

      HttpRequest head = HttpRequest.newBuilder(
              URI.create("http://127.0.0.1:" + port + "/api/public/project_sandbox/subgraphs/orderbook-subgraph/0.0.1/gn"))
          .header("Content-Type", "application/json")
          .POST(HttpRequest.BodyPublishers.ofString("{\"query\":\"{ _meta { block { number } } }\"}")).build();
      HttpClient client = HttpClient.newHttpClient();
      for (int i = 0; i < 2; i++) {
        assertThat(client.send(head, HttpResponse.BodyHandlers.ofString()).body()).contains("\"number\":");
      }
      HttpResponse<String> refused = client.send(head, HttpResponse.BodyHandlers.ofString());
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow()).isBetween(1L, 60L);
    }
  }

  @Test
  void invalidRate_isWrongUsage() throws Exception {
    try (CommandLine sandbox = CommandLine.start(Map.of(), "sandbox", "serve", "--rate-limit", "fast")) {
      assertThat(sandbox.exitCode(60)).isEqualTo(64);
      assertThat(sandbox.text()).contains("50/10s");
    }
  }
}
