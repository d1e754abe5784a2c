package io.cascadian.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cascadian.dev.embedded.FreePort;
import io.cascadian.testkit.RawHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.component.rest.openapi.RestOpenApiComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sends requests to the routes of their operations through a real Camel and server, with a small contract of the test. */
class GuardedOperationsTest {

  private static final String CONTRACT = """
      openapi: 3.0.3
      info: { title: Test, version: "1" }
      servers: [{ url: /test }]
      %s
      paths:
        /inherits: { get: { operationId: inherits, responses: { default: { description: any } } } }
        /guarded: { get: { operationId: guarded, security: [{ token: [] }], responses: { default: { description: any } } } }
        /free: { get: { operationId: free, security: [], responses: { default: { description: any } } } }
        /optional: { get: { operationId: optional, security: [{ token: [] }, {}], responses: { default: { description: any } } } }
        /named/{name}:
          get:
            operationId: named
            security: []
            parameters: [{ name: name, in: path, required: true, schema: { type: string } }]
            responses: { default: { description: any } }
      components: { securitySchemes: { token: { type: http, scheme: bearer } } }
      """;
  private static final List<String> OPERATIONS = List.of("inherits", "guarded", "free", "optional", "named");

  @TempDir
  Path folder;
  private DefaultCamelContext context;
  private RawHttp http;

  @AfterEach
  void stop() {
    if (context != null) {
      context.stop();
    }
  }

  @ParameterizedTest
  @CsvSource({"guarded, false, 401", "guarded, true, 401", "free, false, 200", "optional, false, 200", "inherits, false, 200", "inherits, true, 401"})
  void operationWithoutToken_answersByContract(String operation, boolean contractWide, int status) throws Exception {
    start(contractWide ? "security: [{ token: [] }]" : "", OPERATIONS);
    RawHttp.Answer answer = http.get("/test/" + operation);
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    if (status == 401) {
      assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
      assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    }
    assertThat(http.send("GET", "/test/" + operation, List.of("Authorization: Bearer wrong"), null).status()).isEqualTo(status);
    assertThat(http.send("GET", "/test/" + operation, List.of("Authorization: Bearer right"), null).status()).isEqualTo(200);
  }

  @Test
  void operationWithoutRoute_failsTheStart() {
    List<String> all = OPERATIONS.subList(0, 3);
    assertThatThrownBy(() -> start("", all)).hasStackTraceContaining("unmapped operations").hasStackTraceContaining("direct:named");
  }

  @Test
  void unhandledFailure_becomesProblemWithoutItsText() throws Exception {
    start("", OPERATIONS);
    RawHttp.Answer answer = http.get("/test/named/secret");
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.body()).contains("Internal error").doesNotContain("secret");
  }

  @Test
  void encodedPathParameter_isDecodedForItsRoute() throws Exception {
    start("", OPERATIONS);
    assertThat(http.get("/test/named/a%20b+c%2Fd%C3%BC").body()).isEqualTo("named a b+c/dü");
  }

  @Test
  void switchedOffRoute_answersNotFoundAtOnce() throws Exception {
    start("", OPERATIONS);
    context.getRouteController().stopRoute("free");
    context.removeRoute("free");
    context.addRoutes(new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:free").routeId("free").autoStartup(false).setBody(constant("never"));
      }
    });
    RawHttp.Answer answer = http.get("/test/free");
    assertThat(answer.status()).as(answer.body()).isEqualTo(404);
    assertThat(answer.body()).contains("Not served");
  }

  private void start(String security, List<String> routes) throws Exception {
    Path contract = Files.writeString(folder.resolve("contract.yaml"), String.format(Locale.ROOT, CONTRACT, security));
    int port = FreePort.next();
    context = new DefaultCamelContext();
    PluginHelper.getRestRegistry(context);
    GuardedOperations operations = new GuardedOperations(new Api(null, null, Optional.of("right")));
    operations.setCamelContext(context);
    RestOpenApiComponent component = new RestOpenApiComponent();
    component.setRestOpenapiProcessorStrategy(operations);
    context.addComponent("rest-openapi", component);
    VertxPlatformHttpServerConfiguration server = new VertxPlatformHttpServerConfiguration();
    server.setBindHost("127.0.0.1");
    server.setBindPort(port);
    context.addService(new VertxPlatformHttpServer(server));
    context.addRoutes(new RouteBuilder() {
      @Override
      public void configure() {
        rest().openApi().specification("file:" + contract).missingOperation("fail").routeId("test");
        for (String operation : routes) {
          from("direct:" + operation).routeId(operation).process(exchange -> answer(operation, exchange));
        }
      }
    });
    context.start();
    http = new RawHttp(port);
  }

  private static void answer(String operation, Exchange exchange) throws IOException {
    String name = exchange.getMessage().getHeader("name", "", String.class);
    if (name.equals("secret")) {
      throw new IOException("a secret text");
    }
    exchange.getMessage().removeHeaders("*");
    exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "text/plain; charset=utf-8");
    exchange.getMessage().setBody((operation + " " + name).strip().getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
