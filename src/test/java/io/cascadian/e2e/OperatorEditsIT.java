package io.cascadian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import io.cascadian.dev.sandbox.SandboxOptions;
import io.cascadian.dev.sandbox.SandboxServer;
import io.cascadian.runtime.HttpSettings;
import io.cascadian.runtime.Modules;
import io.cascadian.runtime.ResolutionSettings;
import io.cascadian.runtime.RouteSettings;
import io.cascadian.runtime.Service;
import io.cascadian.runtime.ServiceSettings;
import io.cascadian.runtime.SourceSettings;
import io.cascadian.runtime.StoreSettings;
import io.cascadian.testkit.ExtensionJar;
import io.cascadian.testkit.RouteTree;
import io.cascadian.testkit.TestStores;
import io.cascadian.testkit.TinyMarket;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The edits of docs/routes.md, made while the service runs. */
class OperatorEditsIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String GRAPHQL = "                    - toD:\n                        uri: graphql:${exchangeProperty.sourceEndpoint}\n";
  private static final String SECRET_PATH = "/hooks/canary-7c1f0e";

  @TempDir
  private static Path folder;
  private static SandboxServer sandbox;
  private static HttpServer receiver;
  private static final List<String> POSTED = new CopyOnWriteArrayList<>();
  private static final AtomicInteger RECEIVER_STATUS = new AtomicInteger(204);
  private static RouteTree routes;
  private static Service service;
  private static Unedited unedited;

  /** Holds a run by the routes as they are shipped, after the history was read, and the number of its requests to the source. */
  private record Unedited(JsonNode run, long requests) {}

  @BeforeAll
  static void start() throws Exception {
    sandbox = SandboxServer.start(TinyMarket.week().dataset(), new SandboxOptions(0, Clock.systemUTC(), null));
    receiver = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 10);
    receiver.createContext("/", exchange -> {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      POSTED.add(exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Content-Type") + " " + body);
      exchange.sendResponseHeaders(RECEIVER_STATUS.get(), -1);
      exchange.close();
    });
    receiver.start();
    routes = RouteTree.copiedTo(folder.resolve("routes"));
    ExtensionJar.build(folder.resolve("lib-ext/shout.jar"));
    service = Service.start(Modules.load(Map.ofEntries(
        Map.entry(StoreSettings.DATA_DIR, folder.resolve("data").toString()),
        Map.entry(SourceSettings.SOURCE_URL, sandbox.baseUrl()),
        Map.entry(SourceSettings.GAMMA_URL, sandbox.gammaUrl()),
        Map.entry(SourceSettings.SOURCE_RATE_LIMIT, "1000"),
        Map.entry(ServiceSettings.RUNTIME_DIR, folder.resolve("runtime").toString()),
        Map.entry(ServiceSettings.LOG_DIR, folder.resolve("logs").toString()),
        Map.entry(ResolutionSettings.DROP_DIR, folder.resolve("drop").toString()),
        Map.entry(RouteSettings.ROUTES_DIR, routes.root().toString()),
        Map.entry(RouteSettings.ROUTES_POLL_INTERVAL, "100ms"),
        Map.entry(RouteSettings.EXTENSIONS_DIR, folder.resolve("lib-ext").toString()),
        Map.entry(ServiceSettings.NOTIFY_URL, "http://127.0.0.1:" + receiver.getAddress().getPort() + SECRET_PATH),
        Map.entry(HttpSettings.HTTP_PORT, "0")), TestStores.freshEnvironment(), folder), System.out, true);
  }

  @AfterAll
  static void stop() {
    service.close();
    sandbox.close();
    receiver.stop(0);
  }

  @AfterEach
  void restore() throws Exception {
    RECEIVER_STATUS.set(204);
    sandbox.misbehave(io.cascadian.dev.sandbox.Fault.NONE);
    routes.reset();
    // one look may have begun before, one finds the change, one takes it
    Set<String> looks = new HashSet<>();
    await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50)).until(() -> {
      JsonNode now = status();
      looks.add(now.path("lastPolledAt").asText());
      return looks.size() > 4 && now.path("rejected").isEmpty() && !now.has("waiting");
    });
  }

  @Test
  void otherRateLimit_slowsTheRequestsOfTheNextRun() throws Exception {
    long requests = unedited().requests;
    edit("source-limit", "expression: \"{{SOURCE_RATE_LIMIT}}\"", "expression: \"4\"", "timePeriodMillis: \"{{source.rate.period}}\"", "timePeriodMillis: 1000");
    long start = System.nanoTime();
    run();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis((requests / 4 - 2) * 1000));
    assertThat(requests).as("requests of a run").isGreaterThan(12);
  }

  @Test
  void otherRedelivery_isWhatARunDoesWithASourceThatFails() throws Exception {
    edit("source-redelivery", "maximumRedeliveries: \"{{source.redeliveries:7}}\"", "maximumRedeliveries: 1",
        "redeliveryDelay: \"{{source.redelivery.delay:500}}\"", "redeliveryDelay: 10");
    AtomicInteger tries = new AtomicInteger();
    sandbox.misbehave((exchange, number) -> {
      if (!exchange.getRequestURI().getPath().contains("orderbook")) {
        return false;
      }
      String query = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      tries.addAndGet(query.contains("orderFilledEvents") ? 1 : 0);
      exchange.sendResponseHeaders(503, -1);
      return true;
    });
    JsonNode run = run();
    assertThat(run.path("status").asText()).isNotEqualTo("success");
    assertThat(tries).as("one try and one redelivery").hasValueLessThanOrEqualTo(4);
  }

  @Test
  void wireTap_writesEveryGraphQlRequestToAFile() throws Exception {
    Path tapped = folder.resolve("tapped");
    edit("goldsky-request", GRAPHQL, "                    - wireTap:\n                        uri: file:" + tapped
        + "\n                        parameters:\n                          fileName: graphql.txt\n                          fileExist: Append\n"
        + "                          appendChars: '\\n'\n" + GRAPHQL);
    run();
    await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(tapped.resolve("graphql.txt")).exists().content().as("one request a line")
        .contains("orderFilledEvents").matches(text -> text.lines().count() > 1 && text.lines().allMatch(request -> request.startsWith("{"))));
  }

  @Test
  void switchedOffStream_isNotReadAndFailsNothing() throws Exception {
    assertThat(step(unedited().run, "ingest").path("error").asText()).as("this source has no pools").contains("amm-pools", "amm-transactions");
    String pools = "        - to:\n            uri: direct:ingest-amm-pools\n";
    String trades = "        - to:\n            uri: direct:ingest-amm-transactions\n";
    String off = "- to:\n            disabled: true\n";
    edit("step-ingest", pools, pools.replace("- to:\n", off), trades, trades.replace("- to:\n", off));
    JsonNode ingest = step(run(), "ingest");
    assertThat(ingest.path("status").asText()).as(ingest.toString()).isEqualTo("success");
    assertThat(ingest.path("details").toString()).contains("fills").doesNotContain("amm");
  }

  @Test
  void renamedStep_keepsItsMeaning() throws Exception {
    JsonNode before = unedited().run;
    edit("nightly", "                  id: gates\n", "                  id: final-checks\n");
    JsonNode run = run();
    assertThat(step(run, "final-checks").path("status").asText()).isEqualTo(step(before, "gates").path("status").asText()).isNotEmpty();
    assertThat(run.path("status")).isEqualTo(before.path("status"));
  }

  @Test
  void furtherEndpointBelowTheSummary_getsIt() throws Exception {
    String multicast = "        - multicast:\n            steps:\n";
    edit("run-summary", multicast, multicast + "              - to:\n                  uri: file:" + folder.resolve("outbox")
        + "\n                  parameters:\n                    fileName: \"run-${header.runId}-${header.runStatus}.json\"\n");
    JsonNode run = run();
    Path file = folder.resolve("outbox/run-" + run.path("run").asInt() + "-" + run.path("status").asText() + ".json");
    await().atMost(Duration.ofSeconds(10)).until(() -> Files.exists(file));
    assertThat(JSON.readTree(Files.readString(file)).path("steps")).isNotEmpty();
  }

  @Test
  @Tag("proof")
  void mailAfterEachRun_isSentAndIsADeadLetterWhileTheServerIsAway() throws Exception {
    GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    server.start();
    int port = server.getSmtp().getPort();
    try {
      put(routes.root().resolve("alerts/mail.camel.yaml"), documented("smtp://").replace("mail.example:25", "127.0.0.1:" + port));
      String last = "              - wireTap:\n                  uri: direct:notify\n";
      edit("run-summary", last, documented("- wireTap:\n    uri: direct:mail-summary").indent(14) + last);
      JsonNode run = run();
      assertThat(server.waitForIncomingEmail(30_000, 1)).isTrue();
      MimeMessage mail = server.getReceivedMessages()[0];
      assertThat(mail.getSubject()).isEqualTo("Run " + run.path("run").asInt() + " (nightly): " + run.path("status").asText());
      assertThat(mail.getAllRecipients()[0]).hasToString("ops@example.org");
      assertThat(JSON.readTree(mail.getContent().toString()).path("steps")).isNotEmpty();

      server.stop();
      JsonNode without = run();
      assertThat(without.path("status")).as("no run needs the mail server").isEqualTo(run.path("status"));
      await().atMost(Duration.ofSeconds(30)).until(() -> letters("mail-summary").size() == 1);
      String replay = "/api/dead-letters/" + letters("mail-summary").get(0).path("id").asText() + "/replay";
      assertThat(post(replay).statusCode()).as("still away").isEqualTo(422);

      int runs = newest().path("run").asInt();
      server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
      server.start();
      HttpResponse<String> replayed = post(replay);
      assertThat(replayed.statusCode()).as(replayed.body()).isEqualTo(200);
      assertThat(server.getReceivedMessages()).hasSize(1);
      assertThat(server.getReceivedMessages()[0].getSubject()).startsWith("Run " + without.path("run").asInt() + " (nightly)");
      assertThat(newest().path("run").asInt()).as("the mail alone is sent again, no run").isEqualTo(runs);
    } finally {
      server.stop();
    }
  }

  @Test
  void gateOfAnOperator_failsTheRunWithItsOwnWords() throws Exception {
    String summary = "              - to:\n                  uri: direct:summary\n";
    edit("nightly", summary, documented("enough-fills").indent(14) + summary);
    assertThat(step(run(), "enough-fills").path("status").asText()).isEqualTo("failed");
    edit("nightly", "${body} < 1000", "${body} < 1");
    assertThat(step(run(), "enough-fills").path("status").asText()).isEqualTo("success");
  }

  /** Returns the block of docs/routes.md with this in it, as an operator would copy it. */
  private static String documented(String content) throws IOException {
    return Pattern.compile("(?s)```yaml\n(.*?)```").matcher(Files.readString(Path.of("docs/routes.md"))).results().map(block -> block.group(1))
        .filter(block -> block.contains(content)).findFirst().orElseThrow();
  }

  @Test
  void webhook_getsEachSummaryAndItsFailureIsADeadLetter() throws Exception {
    POSTED.clear();
    int first = run().path("run").asInt();
    await().atMost(Duration.ofSeconds(10)).until(() -> !POSTED.isEmpty());
    assertThat(POSTED).singleElement().satisfies(post -> assertThat(post).startsWith(SECRET_PATH + " application/json").contains("\"run\" : " + first));

    RECEIVER_STATUS.set(500);
    POSTED.clear();
    int run = run().path("run").asInt();
    await().atMost(Duration.ofSeconds(30)).until(() -> letters("notify").size() == 1);
    assertThat(POSTED).as("one post and two redeliveries").hasSize(3);
    assertThat(letters("notify").toString()).contains("notify").doesNotContain("canary");
    assertThat(Files.readString(folder.resolve("logs/application.jsonl"))).doesNotContain("canary");

    RECEIVER_STATUS.set(204);
    POSTED.clear();
    HttpResponse<String> replayed = post("/api/dead-letters/" + letters("notify").get(0).path("id").asText() + "/replay");
    assertThat(replayed.statusCode()).as(replayed.body()).isLessThan(300);
    await().atMost(Duration.ofSeconds(10)).until(() -> !POSTED.isEmpty());
    assertThat(POSTED.get(0)).contains("\"run\" : " + run);
  }

  @Test
  void componentOfAnExtension_answersInARoute() throws Exception {
    Files.writeString(routes.root().resolve("shout.camel.yaml"), """
        - from:
            uri: platform-http:/shout
            steps:
              - to: {uri: "shout:hello", parameters: {volume: 2}}
        """);
    await().atMost(Duration.ofSeconds(20)).until(() -> {
      assertThat(status().path("rejected")).isEmpty();
      return get("/shout").statusCode() == 200;
    });
    assertThat(get("/shout").body()).isEqualTo("HELLO!!");
  }

  private static JsonNode letters(String stream) throws Exception {
    JsonNode all = JSON.readTree(get("/api/dead-letters?stream=" + stream).body());
    return all.path("dead_letters").isMissingNode() ? all.path("deadLetters") : all.path("dead_letters");
  }

  private static JsonNode step(JsonNode run, String id) {
    for (JsonNode step : run.path("steps")) {
      if (step.path("step").asText().equals(id)) {
        return step;
      }
    }
    throw new AssertionError("no step " + id + " in " + run);
  }

  private static Unedited unedited() throws Exception {
    if (unedited == null) {
      run();
      long before = sandbox.requests();
      unedited = new Unedited(run(), sandbox.requests() - before);
    }
    return unedited;
  }

  /** Runs and waits for the end; returns the run with its steps. */
  private static JsonNode run() throws Exception {
    int before = newest().path("run").asInt(0);
    HttpResponse<String> started = post("/api/nightly/run");
    assertThat(started.statusCode()).as(started.body()).isLessThan(300);
    await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(50))
        .until(OperatorEditsIT::newest, run -> run.path("run").asInt(0) > before && !run.path("status").asText().equals("running"));
    return JSON.readTree(get("/api/nightly/runs/" + newest().path("run").asInt()).body());
  }

  private static JsonNode newest() throws Exception {
    return JSON.readTree(get("/api/nightly/runs").body()).path("runs").path(0);
  }

  private static void edit(String route, String... replacements) throws Exception {
    Path file = routes.file(route);
    String text = Files.readString(file);
    for (int i = 0; i < replacements.length; i += 2) {
      assertThat(text).contains(replacements[i]);
      text = text.replaceFirst(java.util.regex.Pattern.quote(replacements[i]), java.util.regex.Matcher.quoteReplacement(replacements[i + 1]));
    }
    put(file, text);
  }

  /** Writes a file and waits until it is in force. */
  private static void put(Path file, String text) throws Exception {
    String loaded = status().path("loadedAt").asText();
    Files.writeString(file, text);
    await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50)).until(() -> {
      JsonNode now = status();
      assertThat(now.path("rejected")).isEmpty();
      return !now.path("loadedAt").asText().equals(loaded);
    });
  }

  private static JsonNode status() throws IOException, InterruptedException {
    return JSON.readTree(get("/api/routes").body());
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return HTTP.send(HttpRequest.newBuilder(URI.create(service.url() + path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(String path) throws IOException, InterruptedException {
    return HTTP.send(HttpRequest.newBuilder(URI.create(service.url() + path)).POST(HttpRequest.BodyPublishers.noBody()).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
