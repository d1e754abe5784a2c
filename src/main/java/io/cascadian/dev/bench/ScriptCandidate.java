package io.cascadian.dev.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.cascadian.dev.embedded.NpmPackage;
import io.cascadian.store.EmbeddedDatabases.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs a Node script that polls page after page and inserts each, with ClickHouse's own client. */
final class ScriptCandidate implements Candidate {

  private static final NpmPackage CLIENT = new NpmPackage("@clickhouse/client", "1.23.1", "clickhouse-client-1.23.1");
  private static final String SCRIPT_FILE = "poll-and-insert.mjs";

  private final Tables tables;
  private final Endpoint clickHouse;
  private final Duration most;
  private final Path folder;
  private final String nodeVersion;

  private ScriptCandidate(Tables tables, Endpoint clickHouse, Duration most, Path folder, String nodeVersion) {
    this.tables = tables;
    this.clickHouse = clickHouse;
    this.most = most;
    this.folder = folder;
    this.nodeVersion = nodeVersion;
  }

  /**
   * Makes the script ready to be run, fetching the client when the cache has none.
   *
   * @param most time after which the script stops by itself
   * @throws IOException when Node or the client cannot be had
   */
  static ScriptCandidate open(Tables tables, Endpoint clickHouse, Duration most, Path folder, Consumer<String> progress) throws IOException {
    String version = nodeVersion();
    Path home = Files.createDirectories(folder.resolve("script"));
    // modules are looked for beside the script
    Files.createSymbolicLink(home.resolve("node_modules"), CLIENT.modules(progress));
    try (InputStream script = ScriptCandidate.class.getResourceAsStream("/dev/bench/" + SCRIPT_FILE)) {
      Files.copy(script, home.resolve(SCRIPT_FILE));
    }
    return new ScriptCandidate(tables, clickHouse, most, home, version);
  }

  private static String nodeVersion() throws IOException {
    Process node;
    try {
      node = new ProcessBuilder("node", "--version").redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new IOException("Node is not installed (on Debian: apt-get install nodejs npm)", e);
    }
    try (InputStream out = node.getInputStream()) {
      String version = new String(out.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).strip();
      node.waitFor(10, TimeUnit.SECONDS);
      return version;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  String version() {
    return nodeVersion + ", " + CLIENT.name() + " " + CLIENT.version();
  }

  @Override
  public String name() {
    return SCRIPT;
  }

  @Override
  public String title() {
    return SCRIPT_FILE;
  }

  @Override
  public Tables.Table table() {
    return Tables.SCRIPT;
  }

  @Override
  public void prepare() {
    tables.create(table());
  }

  @Override
  public Measurement run(Scenario scenario, String sourceUrl) {
    Map<String, String> environment = Map.of("SOURCE_URL", sourceUrl, "CLICKHOUSE_URL", clickHouse.url(),
        "CLICKHOUSE_USER", clickHouse.user(), "CLICKHOUSE_PASSWORD", clickHouse.password(),
        "TABLE", table().toString(), "STOP_AFTER_SECONDS", Long.toString(most.toSeconds()));
    try (Child child = Child.start(List.of("node", SCRIPT_FILE), environment, folder, folder.resolve("script.log"))) {
      JsonNode answer = child.answer();
      return new Measurement(answer.get("rows").asLong(), answer.get("seconds").asDouble(), answer.get("requests").asLong(),
          answer.get("refused").asLong(), answer.get("complete").asBoolean(), child.cpuSeconds(), null, null, child.peakRss(), null, null, null);
    }
  }
}
