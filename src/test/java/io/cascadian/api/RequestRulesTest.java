package io.cascadian.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.cascadian.secrets.Redaction;
import io.cascadian.testkit.RawHttp;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Checks which requests the rules accept, for a service without a token and for one with it. */
class RequestRulesTest {

  private static final Vertx VERTX = Vertx.vertx();
  private static final String CONTRACT = """
      paths:
        /api/x/{id}:
          get:
            parameters:
              - { name: id, in: path }
              - { name: since, in: query }
              - { $ref: "#/components/parameters/Limit" }
          post: {}
        /api/y:
          get: {}
        /api/init:
          get: { security: [{ token: [] }] }
        /observe/x:
          get: {}
      components:
        parameters:
          Limit: { name: limit, in: query }
      """;
  private static RawHttp open;
  private static RawHttp loopback;
  private static RawHttp guarded;

  @BeforeAll
  static void start() throws Exception {
    open = new RawHttp(serve(false, KnownOperations.NONE));
    loopback = new RawHttp(serve(false, KnownOperations.of(CONTRACT)));
    guarded = new RawHttp(serve(true, KnownOperations.of(CONTRACT)));
  }

  @AfterAll
  static void stop() throws Exception {
    VERTX.close().toCompletionStage().toCompletableFuture().get();
  }

  private static int serve(boolean tokenRequired, KnownOperations parameters) throws Exception {
    RequestRules rules = new RequestRules(tokenRequired, parameters, new RejectionLog());
    Router router = Router.router(VERTX);
    Problems.answerFailures(router, parameters);
    RequestIds.first(router);
    router.route().handler(rules);
    router.route(HttpMethod.GET, "/api/x/:id").handler(ctx -> ctx.response().putHeader("Content-Type", "application/json").end("{}"));
    router.route(HttpMethod.GET, "/api/init").handler(ctx -> ctx.response().end("{}"));
    router.route(HttpMethod.POST, "/api/x/:id").handler(ctx -> ctx.request().body().onSuccess(body -> ctx.response().end("{}")));
    HttpServer server = VERTX.createHttpServer().requestHandler(router);
    return server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().get().actualPort();
  }

  @Test
  void contractPathWithoutRoute_answersUnavailable() throws IOException {
    RawHttp.Answer answer = guarded.get("/api/y");
    assertThat(answer.status()).as(answer.body()).isEqualTo(503);
    assertThat(guarded.get("/api/z").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "evil.example:8080", "127.0.0.1.evil.example", "localhost.evil.example", "192.168.1.7", "0.0.0.0"})
  void otherHostName_withoutToken_isRejected(String host) throws IOException {
    RawHttp.Answer answer = open.send("GET", "/api/x/1", List.of("Host: " + host), null);
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.body()).contains("Host not allowed").doesNotContain("evil");
    assertThat(guarded.send("GET", "/api/x/1", List.of("Host: " + host), null).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.0.1:8080", "localhost", "LOCALHOST:1", "[::1]:8080"})
  void loopbackHostName_isAccepted(String host) throws IOException {
    assertThat(open.send("GET", "/api/x/1", List.of("Host: " + host), null).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "Origin: https://evil.example | 403", "Origin: null | 403", "Origin: http://127.0.0.1:1 | 403", "Origin: https://localhost | 403",
      "Origin: http://localhost | 200", "Sec-Fetch-Site: cross-site | 403", "Sec-Fetch-Site: same-site | 403",
      "Sec-Fetch-Site: same-origin | 200", "Sec-Fetch-Site: none | 200", "X-Nothing: 1 | 200"})
  void changeFromOtherOrigin_isRejected(String header, int status) throws IOException {
    assertThat(open.send("POST", "/api/x/1", List.of("Host: localhost", header), "").status()).isEqualTo(status);
    assertThat(open.send("GET", "/api/x/1", List.of("Host: localhost", header), null).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "Origin: https://evil.example | 403", "Sec-Fetch-Site: cross-site | 403", "Sec-Fetch-Site: same-site | 403",
      "Referer: https://evil.example/ | 403", "Referer: http://localhost.evil.example/ | 403", "Referer: http://localhost:1/ | 403",
      "Referer: http://LOCALHOST/ui | 200", "Referer: http://localhost | 200", "Sec-Fetch-Site: same-origin | 200", "X-Nothing: 1 | 200"})
  void getThatChangesSomething_fromOtherOrigin_isRejected(String header, int status) throws IOException {
    for (String path : List.of("/api/init", "/api/init/", "/api//init", "/api/%69nit", "/api/x/../init")) {
      assertThat(loopback.send("GET", path, List.of("Host: localhost", header), null).status()).as(path).isEqualTo(status);
      assertThat(loopback.send("HEAD", path, List.of("Host: localhost", header), null).status()).as("HEAD " + path).isEqualTo(status);
    }
    assertThat(loopback.send("GET", "/api/x/1", List.of("Host: localhost", header), null).status()).isEqualTo(200);
    assertThat(guarded.send("GET", "/api/init", List.of("Host: proxy.example", header), null).status())
        .as("behind a proxy, with a token").isEqualTo(header.startsWith("Sec-Fetch") ? status : 200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json; charset=latin1",
      "application/json; charset=\"", "application/jsonp", "application/json, text/plain"})
  void bodyOtherThanJson_isRejected(String type) throws IOException {
    assertThat(open.send("POST", "/api/x/1", List.of("Content-Type: " + type), "{}").status()).isEqualTo(415);
    assertThat(open.send("POST", "/api/x/1", List.of("Content-Type: application/json; charset=UTF-8"), "{}").status()).isEqualTo(200);
    assertThat(open.send("POST", "/api/x/1", List.of(), "{}").status()).isEqualTo(415);
    assertThat(open.send("POST", "/api/x/1", List.of("Content-Type: application/json", "Content-Encoding: gzip"), "{}").status()).isEqualTo(415);
  }

  @Test
  void tooLargeBody_isRejectedBeforeItArrives() throws IOException {
    RawHttp.Answer answer = open.send("POST", "/api/x/1",
        List.of("Content-Type: application/json", "Content-Length: " + (RequestRules.MAX_BODY + 1)), "{");
    assertThat(answer.status()).isEqualTo(413);
    assertThat(open.send("POST", "/api/x/1", List.of("Content-Type: application/json", "Content-Length: 99999999999999"), "{").status())
        .isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(strings = {"?a=1&a=2", "?a=1&A=2", "?host=x", "?authorization=Bearer%20x", "?Location=x", "?www-authenticate=x", "?a=%00", "?a=%0d%0aX-Injected:1", "?%0a=1", "?a=%zz",
      "?a=%c3%28%"})
  void invalidParameters_areRejected(String query) throws IOException {
    RawHttp.Answer answer = open.send("GET", "/api/x/1" + query, List.of(), null);
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.header("X-Injected")).isNull();
    assertThat(open.send("GET", "/api/x/1?a=" + "b".repeat(257), List.of(), null).status()).isEqualTo(400);
    assertThat(open.send("GET", "/api/x/1?a=" + "b".repeat(256), List.of(), null).status()).isEqualTo(200);
    assertThat(open.send("GET", "/api/x/%00", List.of(), null).status()).isEqualTo(400);
  }

  @Test
  void unknownParameter_isRejected_andKnownOnesAreNamed() throws IOException {
    RawHttp.Answer answer = guarded.get("/api/x/1?sinse=2026");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("The parameters of this path are: limit, since.").doesNotContain("sinse");
    assertThat(guarded.send("HEAD", "/api/x/1?sinse=2026", List.of(), null).status()).isEqualTo(400);
    assertThat(guarded.send("POST", "/api/x/1?since=2026", List.of(), null).body()).contains("This path has no parameters.");
    assertThat(guarded.get("/api/x/1?since=2026&limit=1").status()).isEqualTo(200);
    // paths outside the contract and those for monitoring accept any parameters
    assertThat(guarded.get("/observe/x?t=1").status()).isEqualTo(404);
    assertThat(guarded.get("/api/own?t=1").status()).isEqualTo(404);
    assertThat(open.get("/api/x/1?sinse=2026").status()).isEqualTo(200);
  }

  @Test
  void everyResponse_hasItsRequestId() throws IOException {
    for (List<String> headers : List.of(List.<String>of(), List.of("Host: evil.example"), List.of("Expect: nothing"), List.of("Content-Type: text/plain"))) {
      List<String> all = new ArrayList<>(headers);
      all.add("X-Request-Id: mine-1");
      assertThat(open.send("GET", "/api/x/1", all, null).header("X-Request-Id")).as(headers.toString()).isEqualTo("mine-1");
      assertThat(open.send("GET", "/api/x/1", headers, null).header("X-Request-Id")).as(headers.toString()).hasSize(36);
    }
    assertThat(open.get("/api/x/1?a=1&a=1").header("X-Request-Id")).hasSize(36);
    assertThat(open.send("GET", "/api/x/1", List.of("X-Request-Id: not well-formed"), null).header("X-Request-Id")).hasSize(36);
    assertThat(open.send("HEAD", "/api/x/1", List.of("X-Request-Id: mine-2"), null).header("X-Request-Id")).isEqualTo("mine-2");
  }

  @Test
  void rejections_areLoggedWithIdOncePerSecond() {
    Logger logger = (Logger) LoggerFactory.getLogger(RejectionLog.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    try {
      RejectionLog rejections = new RejectionLog();
      for (int i = 0; i < 1000; i++) {
        rejections.log("request-" + i, new ApiProblem(403, "Origin not allowed", "x"));
      }
    } finally {
      logger.detachAppender(lines);
    }
    assertThat(lines.list).hasSizeBetween(1, 5).first().extracting(ILoggingEvent::getFormattedMessage)
        .isEqualTo("Request request-0 rejected with 403 Origin not allowed");
  }

  @Test
  void head_isGetWithoutBody_optionsListsMethods() throws IOException {
    RawHttp.Answer head = open.send("HEAD", "/api/x/1", List.of(), null);
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(open.send("HEAD", "http://127.0.0.1/api/x/1?a=b", List.of(), null).status()).isEqualTo(200);
    RawHttp.Answer options = open.send("OPTIONS", "/api/x/1", List.of("Origin: https://evil.example"), null);
    assertThat(options.status()).isEqualTo(204);
    assertThat(options.header("Allow")).isEqualTo("GET, HEAD, OPTIONS, POST");
    assertThat(options.headers().keySet()).noneMatch(name -> name.startsWith("access-control"));
    RawHttp.Answer put = open.send("PUT", "/api/x/1", List.of(), null);
    assertThat(put.status()).isEqualTo(405);
    assertThat(put.header("Allow")).isEqualTo("GET, HEAD, OPTIONS, POST");
    assertThat(open.send("PUT", "/api/y", List.of(), null).status()).isEqualTo(404);
  }

  @Test
  void everyResponse_hasSecurityHeaders() throws IOException {
    for (RawHttp.Answer answer : List.of(open.get("/api/x/1"), open.get("/nothing"), open.send("HEAD", "/api/x/1", List.of(), null),
        open.send("GET", "/api/x/1", List.of("Host: evil.example"), null), open.send("OPTIONS", "/api/x/1", List.of(), null))) {
      assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
      assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
    }
  }

  @Test
  void token_isComparedAsAWhole() {
    ApiToken token = new ApiToken("right-token");
    assertThat(token.isIn("Bearer right-token")).isTrue();
    assertThat(token.isIn("bearer right-token")).isTrue();
    for (String wrong : List.of("", "Bearer", "Bearer ", "right-token", "Basic right-token", "Bearer right-toke", "Bearer right-tokenx",
        "Bearer right-tokeN", "Bearer right-token, Bearer right-token")) {
      assertThat(token.isIn(wrong)).as(wrong).isFalse();
    }
  }

  /** Host names of the compose file. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "look at the check 'clickhouse' | look at the check 'clickhouse'",
      "clickhouse-tables | clickhouse-tables",
      "postgres | postgres",
      "Postgres refused; ClickHouse 26.7.2.1 does not answer. | Postgres refused; ClickHouse 26.7.2.1 does not answer.",
      "GET /api/health/clickhouse says more | GET /api/health/clickhouse says more",
      "Connection to postgres:5432 refused | Connection to <hidden> refused",
      "Connect to clickhouse:8123 [clickhouse/172.18.0.2] failed | Connect to <hidden> [<address>] failed",
      "http://clickhouse:8123 and jdbc:postgresql://postgres/x | <address> and <address>",
      "java.net.UnknownHostException: clickhouse | UnknownHostException: <hidden>",
      "no route to host 'postgres' | no route to host '<hidden>'",
      "postgres: Name or service not known | <hidden>: Name or service not known",
      "postgres.stores.internal went away | <hidden> went away",
      "a real secret canary-of-public-text stays one | a real secret [secret] stays one",
      "zeus is gone, and zeus:1234, not zeusian | <hidden> is gone, and <hidden>, not zeusian",
      "ch1.example.org is gone | <hidden> is gone",
      "ZEUS is gone, /DATA is not | <hidden> is gone, /DATA is not",
      "HERA is gone | <hidden> is gone",
      "hera is gone | <hidden> is gone",
      "the folder /data is full, /database is not | the folder <hidden> is full, /database is not"})
  void hostNamedLikeAComponent_isHiddenAsAddressOnly(String text, String shown) {
    Redaction.learn(List.of("postgres", "clickhouse-tables"));
    Redaction.protect(List.of("postgres", "clickhouse", "canary-of-public-text"));
    assertThat(new PublicText(List.of("clickhouse", "postgres", "zeus", "Hera", "ch1.example.org", "/data", "/api")).of(text)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "Connect to http://db.internal.example:8123 failed: refused | Connect to <address> failed: refused",
      "no route to localhost/127.0.0.1:5432 | no route to <address>",
      "no route to db-host/10.1.2.3 | no route to <address>",
      "jdbc:postgresql://user:pw@db/x is wrong | <address> is wrong",
      "cannot write to /srv/cascadian/data/x.json | cannot write to <path>",
      "io.cascadian.store.StoreUnavailableException: gone | StoreUnavailableException: gone",
      "the host secret-host is gone | the host <hidden> is gone",
      "GET /api/nightly/runs lists the runs. | GET /api/nightly/runs lists the runs.",
      "ClickHouse 26.7.2.1 at 2026-11-24T02:47:38.123Z, 1.5/s | ClickHouse 26.7.2.1 at 2026-11-24T02:47:38.123Z, 1.5/s",
      "fpmm-subgraph/0.0.1 1600000002/0x02_1 | fpmm-subgraph/0.0.1 1600000002/0x02_1"})
  void text_isShownWithoutInternals(String text, String shown) {
    assertThat(new PublicText(List.of("secret-host")).of(text)).isEqualTo(shown);
    assertThat(new PublicText(List.of()).of("gone\n\tat io.cascadian.X.run(X.java:1)\n\tat y.Z.a(Z.java)")).isEqualTo("gone");
  }
}
