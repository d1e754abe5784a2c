package io.cascadian.e2e;

import io.cascadian.runtime.Inspections;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.cascadian.health.HealthReport;
import io.cascadian.runtime.HttpSettings;
import io.cascadian.runtime.Modules;
import io.cascadian.runtime.ResolutionSettings;
import io.cascadian.runtime.Service;
import io.cascadian.runtime.ServiceSettings;
import io.cascadian.runtime.SourceSettings;
import io.cascadian.runtime.StoreSettings;
import io.cascadian.settings.Setting;
import io.cascadian.settings.Settings;
import io.cascadian.source.chain.ChainOptions;
import io.cascadian.store.ClickHouseSettings;
import io.cascadian.store.PostgresSettings;
import io.cascadian.testkit.TestStores;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No secret is seen anywhere, though every external service fails and repeats in its answer all that it was sent. */
class SecretsIT {

  /** What must not turn up; each setting of a secret kind has one. */
  private static final List<String> CANARIES = List.of("canary-api-token", "canary-clickhouse", "canary-postgres", "canary-source-key", "canary-chain-key");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir
  private Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final AtomicInteger asked = new AtomicInteger();
  private final StringBuilder received = new StringBuilder();
  private HttpServer parrot;

  @BeforeEach
  void start() throws IOException {
    parrot = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    parrot.createContext("/", exchange -> {
      String output = exchange.getRequestURI() + " " + exchange.getRequestHeaders().entrySet();
      synchronized (received) {
        received.append(output).append('\n');
      }
      String text = output.replace("\\", "").replace("\"", "");
      // as refusals, as failures, and as errors in an answer of status 200
      String[] bodies = {"refused: " + text, "{\"errors\":[{\"message\":\"bad: " + text + "\"}]}", "<html>" + text,
          "{\"jsonrpc\":\"2.0\",\"id\":0,\"error\":{\"code\":-32000,\"message\":\"" + text + "\"}}"};
      int[] statuses = {401, 200, 503, 200};
      int n = asked.getAndIncrement() % bodies.length;
      byte[] bytes = bodies[n].getBytes(StandardCharsets.UTF_8);
      exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(statuses[n], bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    });
    parrot.start();
    PrintStream captured = new PrintStream(printed, true, StandardCharsets.UTF_8);
    System.setOut(captured);
    System.setErr(captured);
  }

  @AfterEach
  void stop() {
    System.setOut(out);
    System.setErr(err);
    parrot.stop(0);
  }

  private Map<Setting, String> settings() {
    String url = "http://127.0.0.1:" + parrot.getAddress().getPort();
    Map<Setting, String> settings = new HashMap<>();
    settings.put(StoreSettings.DATA_DIR, folder.resolve("data").toString());
    settings.put(ServiceSettings.RUNTIME_DIR, folder.resolve("runtime").toString());
    settings.put(ServiceSettings.LOG_DIR, folder.resolve("logs").toString());
    settings.put(ResolutionSettings.DROP_DIR, folder.resolve("drop").toString());
    settings.put(HttpSettings.HTTP_PORT, "0");
    settings.put(SourceSettings.SOURCE_URL, url + "/source");
    settings.put(SourceSettings.GAMMA_URL, url + "/gamma");
    settings.put(SourceSettings.SOURCE_API_KEY, "canary-source-key");
    settings.put(SourceSettings.CHAIN_RPC_URL, url + "/v2/canary-chain-key");
    settings.put(HttpSettings.API_TOKEN, "canary-api-token");
    return settings;
  }

  @Test
  void failingSources_revealNoSecrets() throws Exception {
    PostgresSettings postgres = TestStores.freshPostgresSettings();
    Map<Setting, String> settings = settings();
    settings.put(StoreSettings.CLICKHOUSE_URL, TestStores.clickHouseServer().url());
    settings.put(StoreSettings.CLICKHOUSE_DATABASE, "secrets_it");
    settings.put(StoreSettings.CLICKHOUSE_USER, TestStores.clickHouseServer().user());
    settings.put(StoreSettings.CLICKHOUSE_PASSWORD, TestStores.clickHouseServer().password());
    settings.put(StoreSettings.DATABASE_URL, databaseUrl(postgres));
    StringBuilder seen = new StringBuilder();
    try (Service service = Service.start(Modules.load(settings, Map.of(), folder), System.out, true)) {
      for (int i = 0; i < 4; i++) {
        seen.append(get(service, "/api/health", null));
      }
      seen.append(service.nightly("test"));
      seen.append(get(service, "/api/nightly/runs/1", null)).append(get(service, "/observe/metrics", null)).append(get(service, "/api/dead-letters", null));
      seen.append(get(service, "/observe/health", null)).append(get(service, "/observe/info", null));
      seen.append(get(service, "/api/nightly/run", "Bearer canary-api-token")).append(get(service, "/api/nightly/run", "Bearer wrong"));
      Thread.getAllStackTraces().keySet().forEach(thread -> seen.append(thread.getName()).append('\n'));
    }
    synchronized (received) {
      assertThat(received.toString()).as("what the services were sent").contains("canary-source-key", "canary-chain-key");
    }
    assertThat(seen.toString()).contains("cascadian_errors_total", "[secret]");
    nothingIsSeenIn(seen.toString());
    nothingIsSeenIn(printed.toString(StandardCharsets.UTF_8));
    nothingIsSeenIn(files());
  }

  @Test
  void unreachableStores_areReportedWithoutPasswords() throws Exception {
    Map<Setting, String> settings = settings();
    settings.put(StoreSettings.CLICKHOUSE_URL, settings.get(SourceSettings.SOURCE_URL).replace("/source", ""));
    settings.put(StoreSettings.CLICKHOUSE_PASSWORD, "canary-clickhouse");
    settings.put(StoreSettings.DATABASE_URL, "postgres://us:canary-postgres@127.0.0.1:1/db");
    nothingIsSeenIn(failure(settings));
    settings.put(StoreSettings.CLICKHOUSE_URL, TestStores.clickHouseServer().url());
    settings.put(StoreSettings.CLICKHOUSE_USER, TestStores.clickHouseServer().user());
    settings.put(StoreSettings.CLICKHOUSE_PASSWORD, TestStores.clickHouseServer().password());
    // each that gets as far as a connection is waited for: one will do
    for (String url : List.of("jdbc:postgresql://127.0.0.1:1/db?user=us&password=canary-postgres",
        "postgres://us:canary-postgres^%@127.0.0.1:1/db", "postgres://us:canary-postgres@127.0.0.1:nineteen/db",
        "jdbc:postgresql://127.0.0.1:nineteen/db?password=canary-postgres")) {
      settings.put(StoreSettings.DATABASE_URL, url);
      nothingIsSeenIn(failure(settings));
    }
    nothingIsSeenIn(printed.toString(StandardCharsets.UTF_8));
    nothingIsSeenIn(files());
  }

  /** It opens no store, so nothing else of this process has registered these with the mask. */
  @Test
  void healthCommand_revealsNoSecrets() throws Exception {
    Map<Setting, String> settings = settings();
    settings.put(StoreSettings.CLICKHOUSE_URL, "http://127.0.0.1:1");
    // one that answers: each report would wait for another for as long as a pool tries
    settings.put(StoreSettings.DATABASE_URL, databaseUrl(TestStores.emptyPostgresSettings()));
    settings.put(SourceSettings.SOURCE_API_KEY, "health-canary-source");
    settings.put(SourceSettings.CHAIN_RPC_URL, settings.get(SourceSettings.CHAIN_RPC_URL).replace("canary-chain-key", "health-canary-chain"));
    StringBuilder seen = new StringBuilder();
    // both are asked in each, so that either gets one of the parrot's refusals and one of its successes with errors
    for (int i = 0; i < 3; i++) {
      HealthReport report = Inspections.health(Modules.load(settings, Map.of(), folder), true).report();
      seen.append(report.text()).append(report.json());
      asked.incrementAndGet();
    }
    assertThat(received.toString()).as("what the services were sent").contains("health-canary-source", "health-canary-chain");
    assertThat(seen.toString()).contains("[secret]").doesNotContain("health-canary");
    assertThat(printed.toString(StandardCharsets.UTF_8)).doesNotContain("health-canary");
  }

  @Test
  void settings_areShownWithoutSecrets() {
    nothingIsSeenIn(new ClickHouseSettings("http://h:1", "u", "canary-clickhouse", "d", Duration.ofSeconds(1)).toString());
    nothingIsSeenIn(new PostgresSettings("jdbc:postgresql://h/d?password=canary-postgres", "u", "canary-postgres", 1).toString());
    nothingIsSeenIn(ChainOptions.of("https://us:canary-chain-key@h/v2/canary-chain-key", Set.of(), "0x", 1).toString());
    Settings settings = Modules.load(settings(), Map.of("CLICKHOUSE_PASSWORD", "canary-clickhouse", "DATABASE_PASSWORD", "canary-postgres"), folder);
    nothingIsSeenIn(settings + " " + settings.placeholders() + " " + settings.warnings());
  }

  /** The whole of what starting fails with, as a log would have it. */
  private static String failure(Map<Setting, String> settings) throws Exception {
    StringBuilder text = new StringBuilder();
    try (Service service = Service.start(Modules.load(settings, Map.of(), Path.of("")), System.out, false)) {
      throw new AssertionError("started with " + service);
    } catch (RuntimeException e) {
      // what a user is shown is the message; the trace goes to the log only, and that masks
      text.append(e.toString());
      for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
        text.append('\n').append(cause.getClass().getName());
      }
    }
    return text.toString();
  }

  private static String databaseUrl(PostgresSettings postgres) {
    return postgres.jdbcUrl().replaceFirst("^jdbc:postgresql://", "postgres://" + postgres.user() + ":" + postgres.password() + "@");
  }

  private static void nothingIsSeenIn(String text) {
    Stream<String> embedded = TestStores.users().entrySet().stream().filter(e -> e.getKey().endsWith("_PASSWORD")).map(Map.Entry::getValue);
    for (String canary : Stream.concat(CANARIES.stream(), embedded).toList()) {
      int at = text.indexOf(canary);
      assertThat(at).as(() -> "…" + text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 60)) + "…").isNegative();
    }
  }

  private String files() throws IOException {
    StringBuilder all = new StringBuilder();
    for (String name : List.of("logs", "runtime")) {
      if (Files.isDirectory(folder.resolve(name))) {
        try (Stream<Path> files = Files.walk(folder.resolve(name))) {
          for (Path file : files.filter(Files::isRegularFile).toList()) {
            all.append(Files.readString(file));
          }
        }
      }
    }
    assertThat(all.toString()).contains("\"level\":");
    return all.toString();
  }

  private static String get(Service service, String path, String authorization) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(service.url() + path));
    if (authorization != null) {
      request.header("Authorization", authorization).POST(HttpRequest.BodyPublishers.noBody());
    }
    HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return path + " " + answer.headers().map() + " " + answer.body() + "\n";
  }
}
