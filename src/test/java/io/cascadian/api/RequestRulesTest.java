package io.cascadian.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests get past the rules, of a service without a token and of one with. */
class RequestRulesTest {

  private static final Vertx VERTX = Vertx.vertx();
  private static RawHttp open;
  private static RawHttp guarded;

  @BeforeAll
  static void start() throws Exception {
    open = new RawHttp(serve(new RequestRules(false)));
    guarded = new RawHttp(serve(new RequestRules(true)));
  }

  @AfterAll
  static void stop() throws Exception {
    VERTX.close().toCompletionStage().toCompletableFuture().get();
  }

  private static int serve(RequestRules rules) throws Exception {
    Router router = Router.router(VERTX);
    Problems.answerFailures(router);
    router.route().handler(rules);
    router.route(HttpMethod.GET, "/api/x/:id").handler(ctx -> ctx.response().putHeader("Content-Type", "application/json").end("{}"));
    router.route(HttpMethod.POST, "/api/x/:id").handler(ctx -> ctx.request().body().onSuccess(body -> ctx.response().end("{}")));
    HttpServer server = VERTX.createHttpServer().requestHandler(router);
    return server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().get().actualPort();
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "evil.example:8080", "127.0.0.1.evil.example", "localhost.evil.example", "192.168.1.7", "0.0.0.0"})
  void withoutATokenNoForeignNameIsAnswered(String host) throws IOException {
    RawHttp.Answer answer = open.send("GET", "/api/x/1", List.of("Host: " + host), null);
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.body()).contains("Foreign host name").doesNotContain("evil");
    assertThat(guarded.send("GET", "/api/x/1", List.of("Host: " + host), null).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.0.1:8080", "localhost", "LOCALHOST:1", "[::1]:8080"})
  void loopbackNamesAreAnswered(String host) throws IOException {
    assertThat(open.send("GET", "/api/x/1", List.of("Host: " + host), null).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "Origin: https://evil.example | 403", "Origin: null | 403", "Origin: http://127.0.0.1:1 | 403", "Origin: https://localhost | 403",
      "Origin: http://localhost | 200", "Sec-Fetch-Site: cross-site | 403", "Sec-Fetch-Site: same-site | 403",
      "Sec-Fetch-Site: same-origin | 200", "Sec-Fetch-Site: none | 200", "X-Nothing: 1 | 200"})
  void aPageOfAnotherOriginChangesNothing(String header, int status) throws IOException {
    assertThat(open.send("POST", "/api/x/1", List.of("Host: localhost", header), "").status()).isEqualTo(status);
    assertThat(open.send("GET", "/api/x/1", List.of("Host: localhost", header), null).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json; charset=latin1",
      "application/json; charset=\"", "application/jsonp", "application/json, text/plain"})
  void onlyJsonIsTaken(String type) throws IOException {
    assertThat(open.send("POST", "/api/x/1", List.of("Content-Type: " + type), "{}").status()).isEqualTo(415);
    assertThat(open.send("POST", "/api/x/1", List.of("Content-Type: application/json; charset=UTF-8"), "{}").status()).isEqualTo(200);
    assertThat(open.send("POST", "/api/x/1", List.of(), "{}").status()).isEqualTo(415);
    assertThat(open.send("POST", "/api/x/1", List.of("Content-Type: application/json", "Content-Encoding: gzip"), "{}").status()).isEqualTo(415);
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedBeforeItArrives() throws IOException {
    RawHttp.Answer answer = open.send("POST", "/api/x/1",
        List.of("Content-Type: application/json", "Content-Length: " + (RequestRules.MAX_BODY + 1)), "{");
    assertThat(answer.status()).isEqualTo(413);
    assertThat(open.send("POST", "/api/x/1", List.of("Content-Type: application/json", "Content-Length: 99999999999999"), "{").status())
        .isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(strings = {"?a=1&a=2", "?a=1&A=2", "?host=x", "?authorization=Bearer%20x", "?Location=x", "?www-authenticate=x", "?a=%00", "?a=%0d%0aX-Injected:1", "?%0a=1", "?a=%zz",
      "?a=%c3%28%"})
  void oddParametersAreRefused(String query) throws IOException {
    RawHttp.Answer answer = open.send("GET", "/api/x/1" + query, List.of(), null);
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.header("X-Injected")).isNull();
    assertThat(open.send("GET", "/api/x/1?a=" + "b".repeat(257), List.of(), null).status()).isEqualTo(400);
    assertThat(open.send("GET", "/api/x/1?a=" + "b".repeat(256), List.of(), null).status()).isEqualTo(200);
    assertThat(open.send("GET", "/api/x/%00", List.of(), null).status()).isEqualTo(400);
  }

  @Test
  void headIsGetWithoutBodyAndOptionsTellsTheMethods() throws IOException {
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
  void everyAnswerTellsBrowsersToKeepTheirHandsOff() throws IOException {
    for (RawHttp.Answer answer : List.of(open.get("/api/x/1"), open.get("/nothing"), open.send("HEAD", "/api/x/1", List.of(), null),
        open.send("GET", "/api/x/1", List.of("Host: evil.example"), null), open.send("OPTIONS", "/api/x/1", List.of(), null))) {
      assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
      assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
    }
  }

  @Test
  void theTokenIsComparedWhole() {
    ApiToken token = new ApiToken("right-token");
    assertThat(token.isIn("Bearer right-token")).isTrue();
    assertThat(token.isIn("bearer right-token")).isTrue();
    for (String wrong : List.of("", "Bearer", "Bearer ", "right-token", "Basic right-token", "Bearer right-toke", "Bearer right-tokenx",
        "Bearer right-tokeN", "Bearer right-token, Bearer right-token")) {
      assertThat(token.isIn(wrong)).as(wrong).isFalse();
    }
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
  void ofTextsOnlyWhatIsForCallersIsShown(String text, String shown) {
    assertThat(new PublicText(List.of("secret-host")).of(text)).isEqualTo(shown);
    assertThat(new PublicText(List.of()).of("gone\n\tat io.cascadian.X.run(X.java:1)\n\tat y.Z.a(Z.java)")).isEqualTo("gone");
  }
}
