package io.cascadian.e2e.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.dev.sandbox.SandboxServer;
import io.cascadian.e2e.CommandLine;
import io.cascadian.e2e.PublishedTables;
import io.cascadian.nightly.RunRecord;
import io.cascadian.nightly.RunStatus;
import io.cascadian.runtime.Modules;
import io.cascadian.runtime.Service;
import io.cascadian.settings.Settings;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.ClickHouseClients;
import io.cascadian.store.Postgres;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One installation of the service: databases and a folder of its own, and a source; what runs there is the packaged program, in a process
 * of its own that reaches all three through this process.
 */
final class Installation implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  final WireProxy toClickHouse;
  final WireProxy toPostgres;
  final SandboxServer source;
  private final String name;
  private final Path folder;
  private final Engines engines;
  private final History history;
  private final Map<String, String> environment = new HashMap<>();
  private volatile CommandLine running;

  /** @param name of its databases; no other installation on the same engines has it */
  Installation(String name, Engines engines, History history, Path folder) throws IOException {
    this.name = name;
    this.folder = folder;
    this.engines = engines;
    this.history = history;
    this.source = history.serve();
    this.toClickHouse = new WireProxy(engines.clickHousePort());
    this.toPostgres = new WireProxy(engines.postgresPort());
    engines.createDatabase(name);
    environment.putAll(engines.users());
    environment.putAll(Map.of(
        "CLICKHOUSE_URL", "http://127.0.0.1:" + toClickHouse.port(),
        "CLICKHOUSE_DATABASE", name,
        // each statement comes with its text, also the ones that are sent often
        "DATABASE_URL", "jdbc:postgresql://127.0.0.1:" + toPostgres.port() + "/" + name + "?prepareThreshold=0",
        "SOURCE_URL", source.baseUrl(),
        "GAMMA_URL", source.gammaUrl(),
        "SOURCE_RATE_LIMIT", "100000"));
    environment.putAll(Map.of(
        // the history is of another time
        "SOURCE_MAX_AGE_WARNING", "100000d",
        "SOURCE_MAX_AGE_CRITICAL", "100000d",
        "RESOLUTION_MIN_RESOLVED", "0",
        // many short lives: what counts is the start
        "JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        "DATA_DIR", folder.resolve("data").toString(),
        "RUNTIME_DIR", folder.resolve("runtime").toString(),
        "DROP_DIR", folder.resolve("drop").toString()));
  }

  void set(String setting, String value) {
    environment.put(setting, value);
  }

  /** Lays the day's resolution map where the next run finds it. */
  void dropMap() throws IOException {
    history.writeMap(folder.resolve("drop/.inbox"));
  }

  /** Starts a command. */
  CommandLine command(String... arguments) throws IOException {
    running = CommandLine.start(environment, arguments);
    return running;
  }

  Map<String, String> environment() {
    return Map.copyOf(environment);
  }

  Settings settings() {
    return Modules.load(Map.of(), environment, folder);
  }

  /** Starts a nightly run. */
  CommandLine start() throws IOException {
    return command("nightly");
  }

  /** Starts a service that stays; others may be up beside it. The caller ends it. */
  CommandLine serve() throws IOException {
    return CommandLine.start(environment, "serve");
  }

  /** The process started last. */
  CommandLine running() {
    return running;
  }

  /** Lets requests pass from now on. */
  void disarm() {
    toClickHouse.arm(null);
    toPostgres.arm(null);
  }

  /** As {@code kill -9} does to the process started last. */
  void kill() throws InterruptedException {
    running.kill();
  }

  /** A nightly run to its end; fails when its exit code is another. */
  JsonNode run(int exitCode) throws Exception {
    try (CommandLine command = start()) {
      int code = command.exitCode(120);
      if (code != exitCode) {
        throw new AssertionError("exit code " + code + " instead of " + exitCode + ":\n" + command.text());
      }
    }
    return summary();
  }

  /**
   * The nightly run after one that was cut off, which must be a success: of the packaged program with {@code -Pproof}, with every build within this
   * process. What was cut off was another process and left nothing here; what it left in the databases and folders is found by either.
   */
  JsonNode runAgain() throws Exception {
    if (Boolean.getBoolean("proof")) {
      return run(0);
    }
    runHere();
    return summary();
  }

  /** A nightly run within this process, which must be a success. */
  void runHere() throws Exception {
    try (Service service = Service.start(settings(), new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), false)) {
      RunRecord run = service.nightly("cli");
      if (run.status() != RunStatus.SUCCESS) {
        throw new AssertionError("undisturbed, and yet " + run);
      }
    }
  }

  /** Returns the summary of the last run that ended. */
  JsonNode summary() throws IOException {
    return JSON.readTree(folder.resolve("runtime/nightly-summary.json").toFile());
  }

  /** Steps of the last run that ended which failed, each with the reason. */
  List<String> failedSteps() throws IOException {
    List<String> failed = new ArrayList<>();
    for (JsonNode step : summary().path("steps")) {
      if (step.path("status").asText().equals("failed")) {
        failed.add(step.path("step").asText() + " (" + step.path("error").asText().lines().findFirst().orElse("") + ")");
      }
    }
    return failed;
  }

  /** Checksums of every published table. */
  Map<String, String> tables() {
    try (ClickHouse clickHouse = clickHouse()) {
      return PublishedTables.of(clickHouse);
    }
  }

  /** Events that a reader of the settled tables would count more than once. */
  long repeatedEvents() {
    try (ClickHouse clickHouse = clickHouse()) {
      return clickHouse.queryLong(
          "SELECT (SELECT count() - uniqExact(event_id) FROM trades_raw FINAL) + (SELECT count() - uniqExact(event_id) FROM position_events FINAL)",
          Map.of());
    }
  }

  /** How far each stream is read, and by whose fence. */
  List<String> cursors() {
    try (Postgres postgres = postgres()) {
      return postgres.query("SELECT concat(stream, ' ', position, ' ', fence) FROM cursors ORDER BY 1", row -> row.getString(1));
    }
  }

  /** Ends the session that holds the run lock, as the server does when the network has lost it. */
  void loseLock() {
    try (Postgres postgres = postgres()) {
      List<Boolean> ended = postgres.query(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'cascadian run lock'",
          row -> row.getBoolean(1));
      if (!ended.equals(List.of(true))) {
        throw new AssertionError("one session holds the lock, but there were " + ended);
      }
    }
  }

  ClickHouse clickHouse() {
    return ClickHouseClients.connect(engines.clickHouseSettings(name));
  }

  Postgres postgres() {
    return Postgres.connect(engines.postgresSettings(name));
  }

  @Override
  public void close() throws IOException {
    if (running != null) {
      running.close();
    }
    source.close();
    toClickHouse.close();
    toPostgres.close();
    engines.dropDatabase(name);
  }
}
