package io.cascadian.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BytesGraphqlComponentTest {

  private static final String ANSWER = "{\"data\":{\"name\":\"Zürich ☂\"}}";

  private final DefaultCamelContext camel = new DefaultCamelContext();
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
    camel.addComponent(BytesGraphqlComponent.NAME, new BytesGraphqlComponent());
    camel.start();
  }

  @AfterEach
  void stop() {
    camel.stop();
    server.stop(0);
  }

  private Exchange ask() throws Exception {
    try (var producer = camel.createProducerTemplate()) {
      return producer.request("graphql:http://localhost:" + server.getAddress().getPort() + "/?throwExceptionOnFailure=false",
          exchange -> exchange.getMessage().setBody("{ name }"));
    }
  }

  @Test
  void answer_isBytesAndConvertsToText() throws Exception {
    Exchange answered = ask();

    assertThat(answered.getException()).isNull();
    assertThat(asked).contains("{ name }");
    assertThat(answered.getMessage().getBody()).isEqualTo(body);
    assertThat(answered.getMessage().getBody(String.class)).isEqualTo(ANSWER);
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
