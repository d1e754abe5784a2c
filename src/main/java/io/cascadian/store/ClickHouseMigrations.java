package io.cascadian.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Migrates a ClickHouse database to the newest version of its tables, or back.
 *
 * <p>A migration is {@code db/clickhouse/V<number>__<name>.sql} on the class path with its undo in {@code U<number>__<name>.sql};
 * statements end with a semicolon at the end of a line. A statement that begins with {@code SELECT} returns statements, one a row, that are run as well, for
 * tables whose names only the database knows and for portions of a table. A returned {@code -- note: …} is logged, and a returned {@code -- stop: …} ends the
 * migration with this reason. ClickHouse has no transactions over DDL, so every statement must be repeatable
 * ({@code IF NOT EXISTS}, {@code OR REPLACE}): a migration that was cut off is simply run again. A migration whose text changed after
 * it was applied is refused. Callers make sure that one process migrates at a time.
 */
public final class ClickHouseMigrations {

  private static final Logger LOG = LoggerFactory.getLogger(ClickHouseMigrations.class);
  private static final String FOLDER = "db/clickhouse";
  private static final String NOTE = "-- note: ";
  private static final String STOP = "-- stop: ";
  private static final Pattern FILE = Pattern.compile("([VU])(\\d+)__(\\w+)\\.sql");

  private final ClickHouse clickHouse;
  private TreeMap<Integer, Migration> known;

  private record Migration(int version, String name, String apply, String undo) {

    String checksum() {
      try {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(apply.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  public ClickHouseMigrations(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
  }

  /** Reads the migrations on first use; the version of a database is found by their numbers alone. */
  private synchronized TreeMap<Integer, Migration> known() {
    if (known == null) {
      known = load();
    }
    return known;
  }

  /**
   * Applies what is missing, in order of number.
   *
   * @return the names of the migrations that were applied now
   * @throws MigrationChangedException when an applied migration's text is no longer what was applied
   * @throws MigrationStoppedException when a migration finds that it cannot go on, such as for want of space on the disk
   */
  public List<String> migrate() {
    clickHouse.execute(
        """
        CREATE TABLE IF NOT EXISTS schema_migrations (
          version UInt32, name String, checksum String, applied_at DateTime64(3, 'UTC'), is_deleted UInt8
        ) ENGINE = ReplacingMergeTree(applied_at, is_deleted) ORDER BY version
        COMMENT 'Which migrations this database has seen'
        """,
        Map.of());
    Map<Integer, String> applied = applied();
    List<String> done = new ArrayList<>();
    for (Migration migration : known().values()) {
      String checksum = applied.get(migration.version);
      if (checksum == null) {
        run(migration, migration.apply);
        record(migration, false);
        done.add(migration.name);
        LOG.info("ClickHouse migration {} {} applied", migration.version, migration.name);
      } else if (!checksum.equals(migration.checksum())) {
        throw new MigrationChangedException(migration.version, migration.name);
      }
    }
    return done;
  }

  /** Returns the version of the database, which need not exist. Changes nothing. */
  public SchemaState state() {
    return SchemaState.of("ClickHouse", files().filter(file -> file.group(1).equals("V")).map(file -> Integer.valueOf(file.group(2))).toList(),
        isBegun() ? applied().keySet() : Set.of());
  }

  private boolean isBegun() {
    try (ClickHouse server = ClickHouseClients.to(clickHouse.settings().in("system"))) {
      return server.queryLong("SELECT count() FROM system.tables WHERE database = {database:String} AND name = 'schema_migrations'",
          Map.of("database", clickHouse.settings().database())) > 0;
    }
  }

  /** Lists the migrations that are applied, by number. */
  public List<AppliedMigration> inForce() {
    return (isBegun() ? applied() : Map.<Integer, String>of()).entrySet().stream().map(each -> new AppliedMigration(String.valueOf(each.getKey()), each.getValue())).toList();
  }

  /** Returns those of the given migrations that this program does not have, or has with another text. */
  public List<AppliedMigration> unknown(List<AppliedMigration> migrations) {
    Set<AppliedMigration> ours = known().values().stream().map(each -> new AppliedMigration(String.valueOf(each.version), each.checksum()))
        .collect(Collectors.toSet());
    return migrations.stream().filter(each -> !ours.contains(each)).toList();
  }

  /** Undoes the applied migrations whose number is greater than {@code version}, newest first; returns their names. */
  public List<String> undoTo(int version) {
    List<String> undone = new ArrayList<>();
    applied().keySet().stream().filter(v -> v > version).sorted(Comparator.reverseOrder()).forEach(v -> {
      Migration migration = known().get(v);
      if (migration == null) {
        throw new IllegalStateException("migration " + v + " was applied by a newer program; undo it with that one");
      }
      run(migration, migration.undo);
      record(migration, true);
      undone.add(migration.name);
    });
    return undone;
  }

  private Map<Integer, String> applied() {
    Map<Integer, String> versions = new TreeMap<>();
    clickHouse.forEach("SELECT version, checksum FROM schema_migrations FINAL", Map.of(),
        row -> versions.put((int) row.getLong(1), row.getString(2)));
    return versions;
  }

  private void run(Migration migration, String script) {
    for (String statement : script.split(";\\s*(?=\\n|$)")) {
      String text = statement.replaceAll("(?m)^\\s*--.*$", "").strip();
      if (text.startsWith("SELECT")) {
        clickHouse.query(text, Map.of(), row -> row.getString(1)).forEach(each -> runReturned(migration, each));
      } else if (!text.isEmpty()) {
        clickHouse.execute(statement, Map.of());
      }
    }
  }

  private void runReturned(Migration migration, String statement) {
    if (statement.startsWith(STOP)) {
      throw new MigrationStoppedException(migration.version, migration.name, statement.substring(STOP.length()));
    }
    if (statement.startsWith(NOTE)) {
      LOG.info("ClickHouse migration {} {}: {}", migration.version, migration.name, statement.substring(NOTE.length()));
      return;
    }
    clickHouse.execute(statement, Map.of());
  }

  private void record(Migration migration, boolean undone) {
    clickHouse.execute(
        "INSERT INTO schema_migrations VALUES ({version:UInt32}, {name:String}, {checksum:String}, now64(3), {undone:UInt8})",
        Map.of("version", migration.version, "name", migration.name, "checksum", migration.checksum(),
            "undone", undone ? 1 : 0));
  }

  private static TreeMap<Integer, Migration> load() {
    TreeMap<Integer, String> names = new TreeMap<>();
    TreeMap<Integer, String> apply = new TreeMap<>();
    TreeMap<Integer, String> undo = new TreeMap<>();
    files().forEach(file -> {
      int version = Integer.parseInt(file.group(2));
      TreeMap<Integer, String> target = file.group(1).equals("V") ? apply : undo;
      if (target.put(version, text(file.group())) != null) {
        throw new IllegalStateException("two migrations have the number " + version);
      }
      names.put(version, file.group(3));
    });
    if (!apply.keySet().equals(undo.keySet())) {
      throw new IllegalStateException("every migration needs its undo: have " + apply.keySet() + " and " + undo.keySet());
    }
    TreeMap<Integer, Migration> migrations = new TreeMap<>();
    apply.forEach((v, text) -> migrations.put(v, new Migration(v, names.get(v), text, undo.get(v))));
    return migrations;
  }

  private static Stream<MatchResult> files() {
    return ClassPathFolder.names(FOLDER).stream().map(FILE::matcher).filter(Matcher::matches).map(Matcher::toMatchResult);
  }

  private static String text(String file) {
    try (InputStream in = ClickHouseMigrations.class.getResourceAsStream("/" + FOLDER + "/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the migrations", e);
    }
  }
}
