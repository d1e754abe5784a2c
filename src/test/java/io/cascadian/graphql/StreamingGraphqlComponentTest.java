package io.cascadian.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamingGraphqlComponentTest {

  private static final String ANSWER = "{\"data\":{\"name\":\"Zürich ☂\"}}";

  private final DefaultCamelContext camel = new DefaultCamelContext();
  /** As the clients of this program, which leave retries to routes: Apache's own would wait for what Retry-After says. */
  private final CloseableHttpClient client = HttpClients.custom().disableAutomaticRetries().build();
  private HttpServer server;
  private volatile int status = 200;
  private volatile String type = "application/json";
  private volatile byte[] body = ANSWER.getBytes(StandardCharsets.UTF_8);
  private volatile String asked;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", type);
      exchange.getResponseHeaders().add("Retry-After", "7");
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    server.start();
    camel.addComponent(StreamingGraphqlComponent.NAME, new StreamingGraphqlComponent());
    camel.getRegistry().bind("client", client);
    camel.start();
  }

  @AfterEach
  void stop() throws IOException {
    camel.stop();
    client.close();
    server.stop(0);
  }

  private Exchange ask() throws Exception {
    try (var producer = camel.createProducerTemplate()) {
      return producer.request("graphql:http://localhost:" + server.getAddress().getPort() + "/?httpClient=#client&throwExceptionOnFailure=false",
          exchange -> exchange.getMessage().setBody("{ name }"));
    }
  }

  @Test
  void answer_isStreamOfItsBytesThatIsReadAgain() throws Exception {
    Exchange answered = ask();

    assertThat(answered.getException()).isNull();
    assertThat(asked).contains("{ name }");
    StreamCache cache = (StreamCache) answered.getMessage().getBody();
    assertThat(((InputStream) cache).readAllBytes()).isEqualTo(body);
    cache.reset();
    assertThat(answered.getMessage().getBody(String.class)).isEqualTo(ANSWER);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, (256 << 10) - 1, 256 << 10, (256 << 10) + 1, 1_000_000})
  void answerOfAnySize_isWholeInEveryWayToReadIt(int size) throws Exception {
    byte[] sent = new byte[size];
    new Random(size).nextBytes(sent);
    body = sent;

    StreamCache cache = (StreamCache) ask().getMessage().getBody();

    assertThat(cache.length()).isEqualTo(size);
    assertThat(((InputStream) cache).readNBytes(size / 2)).isEqualTo(Arrays.copyOf(sent, size / 2));
    assertThat(cache.position()).isEqualTo(size / 2);
    assertThat(((InputStream) cache).available()).isEqualTo(size - size / 2);
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    cache.writeTo(written);
    assertThat(written.toByteArray()).isEqualTo(sent);
    assertThat(((InputStream) cache).readAllBytes()).isEqualTo(Arrays.copyOfRange(sent, size / 2, size));
    assertThat(((InputStream) cache).read()).isEqualTo(-1);
    assertThat(((InputStream) cache.copy(null)).readAllBytes()).isEqualTo(sent);
    cache.reset();
    assertThat(((InputStream) cache).read()).isEqualTo(sent[0] & 0xff);
  }

  @Test
  void failure_keepsStatusHeadersAndBody() throws Exception {
    status = 429;

    Exchange answered = ask();

    assertThat(answered.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(429);
    assertThat(answered.getMessage().getHeader("Retry-After")).isEqualTo("7");
    assertThat(answered.getMessage().getBody(String.class)).isEqualTo(ANSWER);
  }

  @Test
  void answerInAnotherCharset_isText() throws Exception {
    type = "application/json; charset=ISO-8859-1";
    body = "{\"name\":\"Zürich\"}".getBytes(Charset.forName("ISO-8859-1"));

    assertThat(ask().getMessage().getBody()).isEqualTo("{\"name\":\"Zürich\"}");
  }

  @Test
  void answerWithoutBody_isEmpty() throws Exception {
    status = 204;
    body = new byte[0];

    Exchange answered = ask();

    assertThat(answered.getException()).isNull();
    assertThat(answered.getMessage().getBody(byte[].class)).isEmpty();
  }
}
