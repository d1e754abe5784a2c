package io.cascadian.e2e.crash;

import io.cascadian.runtime.Inspections;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cascadian.backup.BackupException;
import io.cascadian.backup.BackupManifest;
import io.cascadian.e2e.CommandLine;
import io.cascadian.runtime.Backups;
import io.cascadian.runtime.InUseException;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.Postgres;
import io.cascadian.store.UnfinishedRestoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Backup and restore on the real engines, with the sandbox as source, and with what cuts them off. */
@Tag("proof")
class BackupIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final int TIMEOUT_SECONDS = 60;

  @TempDir
  private static Path folder;

  private static History history;
  private static Engines engines;
  private static Installation original;
  /** Backup of the original after its first night; its name has what is special in addresses. */
  private static Path backup;
  private static Map<String, String> backedUp;
  private static Map<String, String> backedUpViews;
  private static Map<String, String> firstNight;

  private final List<Installation> targets = new ArrayList<>();

  @BeforeAll
  static void backUpAfterTheFirstNight() throws Exception {
    history = History.simulated(5, 160);
    engines = Engines.shared();
    original = new Installation("backup_original", engines, history, folder.resolve("original"));
    original.dropMap();
    original.runHere();
    backup = folder.resolve("backups of 50% #1/first");
    Backups.create(original.settings(), backup, Duration.ZERO, "test");
    backedUp = contents(original);
    backedUpViews = rowsOfViews(original);
    firstNight = original.tables();
  }

  @AfterAll
  static void stop() throws IOException {
    if (original != null) {
      original.close();
    }
    engines.close();
  }

  @Test
  void restoredStores_areAsTheyWere_andCarryOnLikeTheOriginal() throws Exception {
    Installation restored = target();
    BackupManifest manifest = Backups.restore(restored.settings(), backup, false);
    assertThat(manifest.rows()).isPositive();
    assertThat(contents(restored)).isEqualTo(backedUp);
    assertThat(rowsOfViews(restored)).isEqualTo(backedUpViews);

    history.advance(Duration.ofDays(1));
    for (Installation each : List.of(original, restored)) {
      each.dropMap();
      each.runHere();
    }
    assertThat(restored.tables()).isEqualTo(original.tables()).isNotEqualTo(firstNight);
    assertThat(restored.repeatedEvents()).isZero();
    assertThat(positions(restored)).isEqualTo(positions(original));

    assertThatThrownBy(() -> Backups.restore(restored.settings(), backup, false)).isInstanceOf(BackupException.class)
        .hasMessageContaining("are not empty").hasMessageContaining("--replace --yes");
    Backups.restore(restored.settings(), backup, true);
    assertThat(contents(restored)).isEqualTo(backedUp);
  }

  @Test
  void writtenFiles_areOfThisUserAlone_andHoldNoPassword() throws Exception {
    try (Stream<Path> files = Files.walk(backup)) {
      for (Path file : files.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).as(file.toString())
            .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------");
      }
    }
    String manifest = Files.readString(backup.resolve("manifest.json"));
    assertThat(manifest).contains("\"takenAt\"", "trades_raw", "\"sha256\"");
    original.environment().forEach((name, value) -> {
      if (name.endsWith("PASSWORD")) {
        assertThat(manifest).doesNotContain(value);
      }
    });
    assertThatThrownBy(() -> Backups.create(original.settings(), backup, Duration.ZERO, "test")).isInstanceOf(BackupException.class)
        .hasMessageContaining("exists already");
  }

  @Test
  void backupDuringARun_isRefused_orWaits() throws Exception {
    Path path = folder.resolve("during-a-run");
    try (Postgres postgres = original.postgres(); Connection run = postgres.dataSource().getConnection()) {
      lock(run, "pg_advisory_lock");
      assertThatThrownBy(() -> Backups.create(original.settings(), path, Duration.ZERO, "test")).isInstanceOf(BackupException.class)
          .hasMessageContaining("A run is in progress").hasMessageContaining("--wait");
      assertThat(path).doesNotExist();

      CompletableFuture<BackupManifest> waiting = CompletableFuture.supplyAsync(() -> {
        try {
          return Backups.create(original.settings(), path, Duration.ofSeconds(TIMEOUT_SECONDS), "test");
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      });
      TimeUnit.MILLISECONDS.sleep(500);
      assertThat(waiting).isNotDone();
      lock(run, "pg_advisory_unlock");
      assertThat(waiting.get(TIMEOUT_SECONDS, TimeUnit.SECONDS).rows()).isPositive();
    }
    assertThat(Backups.verify(path).rows()).isPositive();
  }

  @Test
  void killedBackup_isNoBackup_andTheNextReplacesIt() throws Exception {
    Path path = folder.resolve("killed");
    original.toClickHouse.arm(Trap.cutting(Trap.Moment.BEFORE, "FROM `trades_raw` FINAL", 1, original::kill));
    try (CommandLine command = original.command("backup", path.toString())) {
      assertThat(command.exitCode(TIMEOUT_SECONDS)).as(command.text()).isEqualTo(137);
    } finally {
      original.disarm();
    }
    assertThat(path).doesNotExist();
    Path torn = folder.resolve("killed.incomplete");
    assertThat(torn).isDirectoryContaining("glob:**/postgres");
    assertThatThrownBy(() -> Backups.verify(torn)).isInstanceOf(BackupException.class).hasMessageContaining("no manifest.json");

    Backups.create(original.settings(), path, Duration.ofSeconds(TIMEOUT_SECONDS), "test");
    assertThat(torn).doesNotExist();
    assertThat(Backups.verify(path).rows()).isPositive();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
      "in ClickHouse, HALFWAY, INSERT%20INTO%20%60\\w+%60\\.%60trades_raw%60",
      "in Postgres, BEFORE, DROP SCHEMA cascadian_restore"})
  void killedRestore_isUsedByNobody_andIsDoneAgain(String where, Trap.Moment moment, String request) throws Exception {
    Installation target = target();
    WireProxy wire = where.equals("in Postgres") ? target.toPostgres : target.toClickHouse;
    wire.arm(Trap.cutting(moment, request, 1, target::kill));
    try (CommandLine command = target.command("restore", backup.toString())) {
      assertThat(command.exitCode(TIMEOUT_SECONDS)).as(command.text()).isEqualTo(137);
    }
    target.disarm();

    assertThatThrownBy(target::runHere).isInstanceOf(UnfinishedRestoreException.class).hasMessageContaining(backup.toString());
    assertThatThrownBy(() -> Inspections.gates(target.settings())).isInstanceOf(UnfinishedRestoreException.class);
    assertThatThrownBy(() -> Backups.create(target.settings(), folder.resolve("of-half"), Duration.ZERO, "test"))
        .isInstanceOf(UnfinishedRestoreException.class);
    assertThat(Inspections.health(target.settings(), true).report().text()).containsPattern("postgres.*hold only a part of the backup");

    Backups.restore(target.settings(), backup, false);
    assertThat(contents(target)).isEqualTo(backedUp);
    assertThat(Inspections.gates(target.settings())).isNotEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
      "a byte is another, clickhouse/trades_raw.tsv.gz",
      "a byte more, clickhouse/markets_dim.tsv.gz",
      "half of it, postgres/cursors.tsv.gz",
      "missing, postgres/runs.tsv.gz",
      "half of it, manifest.json",
      "missing, manifest.json"})
  void damagedBackup_isRefused_andNothingIsChanged(String damage, String file) throws Exception {
    Path copy = copy();
    Path damaged = copy.resolve(file);
    byte[] content = Files.readAllBytes(damaged);
    switch (damage) {
      case "missing" -> Files.delete(damaged);
      case "half of it" -> Files.write(damaged, Arrays.copyOf(content, content.length / 2));
      case "a byte more" -> Files.write(damaged, new byte[] {0}, StandardOpenOption.APPEND);
      default -> {
        content[content.length / 2] ^= 1;
        Files.write(damaged, content);
      }
    }
    String name = file.replaceAll(".*/", "");
    assertThatThrownBy(() -> Backups.verify(copy)).isInstanceOf(BackupException.class).hasMessageContaining(name);
    Installation target = target();
    assertThatThrownBy(() -> Backups.restore(target.settings(), copy, false)).isInstanceOf(BackupException.class).hasMessageContaining(name);
    assertThat(contents(target)).isEmpty();
  }

  @Test
  void backupOfANewerProgram_isRefused_andNothingIsChanged() throws Exception {
    for (String store : List.of("clickHouse", "postgres")) {
      Path copy = copy();
      Path manifest = copy.resolve("manifest.json");
      ObjectNode edited = (ObjectNode) JSON.readTree(manifest.toFile());
      edited.withObject("/" + store).withArray("migrations").addObject().put("version", "9999").put("checksum", "1");
      JSON.writeValue(manifest.toFile(), edited);
      Installation target = target();
      assertThatThrownBy(() -> Backups.restore(target.settings(), copy, false)).isInstanceOf(BackupException.class).hasMessageContaining("9999")
          .hasMessageContaining("Restore it with that program");
      assertThat(contents(target)).isEmpty();
    }
  }

  @Test
  void databasesInUse_areNotReplaced() throws Exception {
    Map<String, String> before = contents(original);
    try (Postgres used = original.postgres()) {
      assertThat(used.version()).isNotEmpty();
      assertThatThrownBy(() -> Backups.restore(original.settings(), backup, true)).isInstanceOf(InUseException.class)
          .hasMessageContaining("Stop every service").hasMessageContaining("nothing was changed");
    }
    assertThat(contents(original)).isEqualTo(before);
  }

  @Test
  void fullDisk_isReported_andLeavesNothing() throws Exception {
    Path path = folder.resolve("full");
    // no file may be longer than 16 KiB at most: to the program, a disk that is full in the middle of one
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", "ulimit -f 16; exec \"$@\"", "sh",
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:-UsePerfData", "-XX:TieredStopAtLevel=1", "-jar",
        System.getProperty("cascadian.jar", "target/cascadian.jar"), "backup", path.toString(), "--wait", "30s").redirectErrorStream(true);
    builder.environment().putAll(original.environment());
    builder.environment().put("LOG_DIR", folder.resolve("log-of-full").toString());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isEqualTo(1);
    assertThat(output).containsPattern("writing clickhouse/\\S+ failed: File too large").doesNotContain("\tat ");
    assertThat(path).doesNotExist();
    assertThat(folder.resolve("full.incomplete")).doesNotExist();
  }

  private Installation target() throws IOException {
    String name = "backup_target_" + NUMBER.incrementAndGet();
    Installation target = new Installation(name, engines, history, folder.resolve(name));
    targets.add(target);
    return target;
  }

  @AfterEach
  void closeTargets() throws IOException {
    for (Installation target : targets) {
      target.close();
    }
  }

  private static Path copy() throws IOException {
    Path copy = folder.resolve("copy-" + NUMBER.incrementAndGet());
    try (Stream<Path> files = Files.walk(backup)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(backup.relativize(file).toString()));
      }
    }
    return copy;
  }

  private static void lock(Connection connection, String function) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT " + function + "(hashtextextended('cascadian:nightly', 0))")) {
      statement.execute();
    }
  }

  private static List<String> positions(Installation installation) {
    return installation.cursors().stream().map(cursor -> cursor.substring(0, cursor.lastIndexOf(' '))).toList();
  }

  /** Every table of both databases, with the number of its rows and a checksum of them; of views what they say. */
  private static Map<String, String> contents(Installation installation) {
    Map<String, String> contents = new TreeMap<>();
    try (ClickHouse clickHouse = installation.clickHouse(); Postgres postgres = installation.postgres()) {
      String database = Pattern.quote(clickHouse.settings().database());
      tables(clickHouse).forEach(table -> {
        String name = table.get(0);
        String modifier = table.get(1).startsWith("Replacing") ? " FINAL" : "";
        String statement = table.get(2).replaceAll(database + "\\.", "");
        contents.put("ClickHouse " + name, isView(table) ? statement : statement + rows(clickHouse, name, modifier));
        if (!modifier.isEmpty() && statement.contains("is_deleted")) {
          contents.put("withdrawn " + name, clickHouse.queryOne(
              "SELECT concat(toString(uniqExact(tuple(*))), ' ', toString(groupBitXor(DISTINCT sipHash64(toString(tuple(*)))))) FROM `" + name
                  + "` WHERE is_deleted = 1", Map.of(), row -> row.getString(1)));
        }
      });
      postgres.query("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'flyway_schema_history'",
          row -> row.getString(1)).forEach(table -> contents.put("Postgres " + table, postgres.queryOne(
              "SELECT concat(count(*), ' ', md5(string_agg(t::text, '|' ORDER BY t::text))) FROM " + table + " t", row -> row.getString(1)).orElseThrow()));
      postgres.query("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'",
          row -> List.of(row.getString(1), String.valueOf(row.getObject(2)))).forEach(sequence -> contents.put("sequence " + sequence.get(0), sequence.get(1)));
    }
    return contents;
  }

  /** What readers of the views see, which follows from {@link #contents}: asked once for all tests. */
  private static Map<String, String> rowsOfViews(Installation installation) {
    try (ClickHouse clickHouse = installation.clickHouse()) {
      return tables(clickHouse).stream().filter(BackupIT::isView).map(table -> table.get(0))
          .collect(Collectors.toMap(name -> name, name -> rows(clickHouse, name, "")));
    }
  }

  /** Name, engine and statement of each table and view; without those that are refreshed from Postgres by a route, and so not in backups. */
  private static List<List<String>> tables(ClickHouse clickHouse) {
    return clickHouse.query("SELECT name, engine, create_table_query FROM system.tables WHERE database = currentDatabase()", Map.of(),
        row -> List.of(row.getString(1), row.getString(2), row.getString(3))).stream().filter(table -> !table.get(2).contains("_copies")).toList();
  }

  private static boolean isView(List<String> table) {
    return table.get(1).equals("View");
  }

  private static String rows(ClickHouse clickHouse, String table, String modifier) {
    return clickHouse.queryOne("SELECT concat(toString(count()), ' ', toString(sum(sipHash64(toString(tuple(*)))))) FROM `" + table + "`" + modifier, Map.of(),
        row -> row.getString(1));
  }
}
