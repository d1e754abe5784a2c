package io.cascadian.markets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.cascadian.testkit.TestRoutes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is put into an address arrives as it was, whatever characters it has. */
class GammaClientTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final TestRoutes routes = TestRoutes.once();
  private final List<String> paths = new ArrayList<>();
  private final List<String> queries = new ArrayList<>();
  private HttpServer server;
  private ObjectNode answer = JSON.createObjectNode();

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/", exchange -> {
      paths.add(exchange.getRequestURI().getPath());
      queries.add(exchange.getRequestURI().getQuery());
      byte[] body = answer.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    routes.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"17", "a b", "a+b", "a/b", "../markets", "a?b=c", "a#b", "a%b", "a%41b", "ü€", "{{SOURCE_API_KEY}}", "${body}", "RAW(a)", "a&b;c"})
  void eventId_arrivesAsItIs(String id) {
    answer.put("id", id);
    assertThat(client("").event(id)).isPresent();
    assertThat(paths).containsExactly("/events/" + id);
    assertThat(queries).containsOnlyNulls();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bGltaXQ9MTAw+/==", "a b", "a&closed=true", "a%26b", "ü", "{{SOURCE_API_KEY}}", "${body}"})
  void cursor_arrivesAsItIs(String cursor) {
    answer.putArray("events");
    client("").eventsAfter(false, cursor, true);
    assertThat(queries).containsExactly("limit=100&order=id&ascending=true&closed=false&after_cursor=" + cursor);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1", "/a%20b", "/a+b", "/a%2Bb", "/%C3%BC", "/v1/"})
  void addressBelowAPath_isStored(String path) throws Exception {
    answer.putArray("events");
    client(path).eventsAfter(true, null, true);
    assertThat(paths).containsExactly(new java.net.URI(path).getPath().replaceAll("/$", "") + "/events/keyset");
  }

  private GammaClient client(String path) {
    return new GammaClient(routes.client(), "http://127.0.0.1:" + server.getAddress().getPort() + path);
  }
}
