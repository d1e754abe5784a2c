package io.cascadian.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.runtime.Modules;
import io.cascadian.runtime.Service;
import io.cascadian.runtime.Stores;
import io.cascadian.settings.Settings;
import io.cascadian.watchlist.NewStrategy;
import io.cascadian.watchlist.Strategies;
import io.cascadian.watchlist.Watchlist;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Commands that only read, beside a running service with a tiny market that has had a run: each prints JSON when it is asked to. */
class JsonCommandsIT {

  private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final String CONDITION = "00000000000000000000000000000000000000000000000000000000000000aa";
  private static final String FEED = """
      {"record":"entity","subgraph":"orderbook-subgraph","entity":"OrderFilledEvent","block":80000000,"object":{"id":"0xaa_0xbb",\
      "transactionHash":"0xaa","timestamp":"1760000000","orderHash":"0xbb","maker":"0x1111111111111111111111111111111111111111",\
      "taker":"0x2222222222222222222222222222222222222222","makerAssetId":"0","takerAssetId":"77","makerAmountFilled":"510000",\
      "takerAmountFilled":"1000000","fee":"0"}}
      {"record":"event","id":"1","slug":"example","title":"Example","tags":["Anything"],"created_at":1750000000}
      {"record":"market","event_id":"1","id":"2","condition_id":"0x%s",\
      "question":"Will it?","outcomes":["Yes","No"],"token_ids":["77","78"]}
      {"record":"token","block":80000000,"token_id":"77","condition_id":"0x%s","outcome_index":0}
      {"record":"condition","block":80000000,"condition_id":"0x%s","token_ids":["77","78"],"payout_numerators":[1,0]}
      """.replace("%s", CONDITION);

  /** Of commands that need more words than their name. */
  private static final Map<String, List<String>> WORDS = Map.of("sql", List.of("SELECT wallet, shares FROM trades"), "watchlist list", List.of("1"),
      "rollback", List.of("--list"), "routes validate", List.of("routes"), "routes list", List.of("routes"));

  @TempDir
  private static Path folder;
  private static Map<String, String> environment;
  private static Service service;

  @BeforeAll
  static void start() throws Exception {
    environment = Map.of("DATA_DIR", folder.resolve("data").toString(),
        "SANDBOX_FEED", Files.writeString(folder.resolve("feed.jsonl"), FEED).toString(),
        "RUNTIME_DIR", folder.resolve("runtime").toString(),
        "DROP_DIR", folder.resolve("drop").toString(),
        "LOG_DIR", folder.resolve("logs").toString(),
        "HTTP_PORT", "0",
        "RESOLUTION_MIN_RESOLVED", "0");
    Settings settings = Modules.load(Map.of(), environment, folder);
    service = Service.start(settings, System.out, true);
    assertThat(service.nightly("start").status().exitCode()).isZero();
    try (Stores stores = Stores.open(settings, line -> { })) {
      long strategy = new Strategies(stores.postgres()).create(new NewStrategy("Example", true, List.of(), List.of())).orElseThrow().id();
      new Watchlist(stores.postgres()).add(strategy, CONDITION, "by hand");
    }
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @TestFactory
  Stream<DynamicTest> everyCommandWithJson_printsOneDocument() {
    List<String> names = new ArrayList<>();
    collect(CascadianCommand.line(), names);
    assertThat(names).hasSizeGreaterThan(12);
    return names.stream().map(name -> DynamicTest.dynamicTest(name, () -> assertThat(json(name)).isNotEmpty()));
  }

  private static void collect(CommandLine command, List<String> into) {
    if (command.getCommandSpec().findOption("--json") != null && !command.getCommandSpec().qualifiedName().contains(" bench ")) {
      into.add(command.getCommandSpec().qualifiedName().replaceFirst("^cascadian ", ""));
    }
    command.getSubcommands().values().forEach(each -> collect(each, into));
  }

  @Test
  void json_hasFieldsOfHttpInterface() throws IOException {
    assertThat(json("runs").path("runs").findValuesAsText("kind")).contains("nightly");
    assertThat(JSON.readTree(run("runs", "1", "--json")).path("steps").findValuesAsText("step")).contains("health");
    assertThat(json("runs").path("success_rate").path("runs").asInt()).isOne();
    assertThat(json("health").path("overall_status").asText()).isNotEmpty();
    assertThat(json("streams").path("streams").findValuesAsText("stream")).contains("fills");
    assertThat(json("strategies list").path("strategies").get(0).path("name").asText()).isEqualTo("Example");
    assertThat(json("watchlist list").path("watchlist").get(0).path("question").asText()).isEqualTo("Will it?");
    assertThat(json("gates").path("gates").findValuesAsText("gate")).contains("conservation");
    assertThat(json("rollback").path("builds").get(0).path("published").asBoolean()).isTrue();
    assertThat(json("analysts connect").path("user").asText()).isEqualTo("cascadian_reader");
    assertThat(json("sql").path("wallet").asText()).isEqualTo("0x1111111111111111111111111111111111111111");
  }

  @Test
  void query_fromFileInFormatOfItsOwn_isPrintedByteForByte() throws IOException {
    Path query = Files.writeString(folder.resolve("query.sql"), "SELECT shares FROM trades FORMAT Parquet;\n");
    byte[] parquet = run("sql", "--file", query.toString());
    assertThat(new String(parquet, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("PAR1");
    assertThat(new String(parquet, parquet.length - 4, 4, StandardCharsets.US_ASCII)).isEqualTo("PAR1");
    assertThat(new String(run("sql", "--header", "SELECT 1 AS one -- and no more"), StandardCharsets.UTF_8)).isEqualTo("one\n1\n");
  }

  @Test
  void analysts_withPrintedAddress_readByJdbcAndChangeNothing() throws Exception {
    JsonNode printed = JSON.readTree(run("analysts", "connect", "--json", "--show-password"));
    try (Connection connection = DriverManager.getConnection(printed.path("jdbc_url").asText(), printed.path("user").asText(), printed.path("password").asText());
        Statement statement = connection.createStatement();
        ResultSet trades = statement.executeQuery("SELECT count() FROM trades")) {
      assertThat(trades.next()).isTrue();
      assertThat(trades.getLong(1)).isOne();
      assertThatThrownBy(() -> statement.execute("TRUNCATE TABLE trades_raw")).isInstanceOf(SQLException.class);
    }
    assertThat(new String(run("analysts", "connect"), StandardCharsets.UTF_8)).contains("credentials.json").doesNotContain(printed.path("password").asText());
  }

  @Test
  void launcher_makesArchiveOnce_andStartsWithItFromThen() throws Exception {
    Path jar = Path.of(System.getProperty("cascadian.jar", "target/cascadian.jar")).toAbsolutePath();
    Path home = Files.createDirectories(folder.resolve("home"));
    Path script = Files.copy(Path.of("cascadian"), home.resolve("cascadian"));
    assertThat(script.toFile().setExecutable(true)).isTrue();
    Files.createSymbolicLink(home.resolve("lib"), jar.resolveSibling("lib"));
    Files.createSymbolicLink(home.resolve("lib-dev"), jar.resolveSibling("lib-dev"));
    Files.copy(jar, home.resolve("cascadian.jar"));
    Files.copy(jar.resolveSibling("cascadian-dev.jar"), home.resolve("cascadian-dev.jar"));

    String first = launch(script);
    assertThat(first).contains("nightly").contains("Preparing quick starts");
    try (Stream<Path> files = Files.list(home)) {
      assertThat(files.map(file -> file.getFileName().toString())).anyMatch(name -> name.matches("cascadian-java-.+\\.jsa"))
          .noneMatch(name -> name.matches(".*\\.jsa\\.\\d+"));
    }
    assertThat(launch(script)).isEqualTo(first.replaceAll("(?m)^Preparing.*\\n", ""));
  }

  private static String launch(Path script) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(script.toString(), "runs");
    builder.environment().putAll(environment);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Path output = folder.resolve("launched.txt");
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    return Files.readString(output);
  }

  private static JsonNode json(String name) throws IOException {
    List<String> words = new ArrayList<>(List.of(name.split(" ")));
    words.addAll(WORDS.getOrDefault(name, List.of()));
    words.add("--json");
    try (JsonParser parser = JSON.createParser(run(words.toArray(String[]::new)))) {
      return JSON.readTree(parser);
    }
  }

  private static byte[] run(String... words) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream console = System.out;
    System.setOut(new PrintStream(printed, false, StandardCharsets.UTF_8));
    try {
      int code = CascadianCommand.run(environment, words);
      assertThat(code).as(printed.toString(StandardCharsets.UTF_8)).isZero();
      return printed.toByteArray();
    } finally {
      System.setOut(console);
    }
  }
}
