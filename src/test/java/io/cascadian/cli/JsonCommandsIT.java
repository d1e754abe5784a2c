package io.cascadian.cli;

import io.cascadian.testkit.OneTrade;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Commands that only read, beside a running service with a tiny market that has had a run: each prints JSON when it is asked to. */
class JsonCommandsIT {

  private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** Of commands that need more words than their name. */
  private static final Map<String, List<String>> WORDS = Map.of("sql", List.of("SELECT wallet, shares FROM trades"), "watchlist list", List.of("1"),
      "rollback", List.of("--list"), "routes validate", List.of("routes"), "routes list", List.of("routes"));

  @TempDir
  private static Path folder;
  private static Map<String, String> environment;
  private static Service service;

  @BeforeAll
  static void start() throws Exception {
    environment = new OneTrade(510_000, 1_000_000, "1,0").environment(folder, Map.of());
    Settings settings = Modules.load(Map.of(), environment, folder);
    service = Service.start(settings, System.out, true);
    assertThat(service.nightly("start").status().exitCode()).isZero();
    try (Stores stores = Stores.open(settings, line -> { })) {
      long strategy = new Strategies(stores.postgres()).create(new NewStrategy("Example", true, List.of(), List.of())).orElseThrow().id();
      new Watchlist(stores.postgres()).add(strategy, OneTrade.CONDITION, "by hand");
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
    assertThat(json("sql").path("wallet").asText()).isEqualTo(OneTrade.MAKER);
  }

  @Test
  void text_ofListingCommands_hasHeaderAndRows() {
    assertThat(text("strategies", "list")).isEqualTo("id\tname\tactive\twallets\twatchlist\tcategories\n1\tExample\tyes\t0\t1\t\n");
    assertThat(text("watchlist", "list", "1")).matches("condition_id\tquestion\tsource\tadded_at\treason\n"
        + OneTrade.CONDITION + "\tWill it\\?\t\\w+\t20[^\t]+\tby hand\n");
    assertThat(text("runs")).containsPattern("^ +run  kind .*\n +1  nightly +start +\\w+ +20").containsPattern("\n\\d+ % of 1 nightly runs in \\d+ days succeeded\n$");
    assertThat(text("runs", "1")).contains("there is no earlier run to compare with").containsPattern("(?m)^health +success ").containsPattern("(?m)^overall ");
    assertThat(text("streams")).containsPattern("(?m)^fills +1  20");
    assertThat(text("gates")).contains("  ✓ conservation ").endsWith("── every blocking gate passed\n");
    assertThat(text("dead-letters", "--header")).isEqualTo("id\tlast_seen_at\tstream\treason\tseen\tattempts\torigin\tdetail\n");
    assertThat(text("markets", "missing")).startsWith("condition_id\ttoken_ids\ttrades\tusd\t");
    assertThat(text("auto-add", "status")).startsWith("switch, for all processes: ").contains("AUTONOMOUS_TRADING_ENABLED of this command: false");
    assertThat(text("rollback", "--list")).containsPattern("(?m)^ +1 .* published +passed$");
    assertThat(text("health")).contains("✓ postgres").endsWith("Reported by the service at " + service.url() + "; --direct checks from here.\n");
    assertThat(text("health", "--direct")).contains("✓ postgres").doesNotContain("Reported by", "Checked from here");
  }

  @Test
  void health_givenOtherSettings_reportsWhoChecked() {
    Map<String, String> dataDir = Map.of("DATA_DIR", environment.get("DATA_DIR"));
    assertThat(new String(run(dataDir, "health"), StandardCharsets.UTF_8)).containsPattern("Reported by the service at " + service.url()
        + "; --direct checks from here\\. The service has settings that this command was not given: [A-Z_, ]*SANDBOX_FEED[A-Z_, ]*\\.\n$");
    Map<String, String> other = new HashMap<>(environment);
    other.put("HEALTH_TIMEOUT", "9s");
    assertThat(new String(run(other, "health"), StandardCharsets.UTF_8)).contains("✓ postgres")
        .endsWith("Checked from here, because the running service has other values of HEALTH_TIMEOUT.\n");
  }

  private static String text(String... words) {
    return new String(run(words), StandardCharsets.UTF_8);
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
  @Tag("proof")
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
    return run(environment, words);
  }

  private static byte[] run(Map<String, String> environment, String... words) {
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
