package io.cascadian.backup;

import io.cascadian.backup.BackupManifest.Rows;
import io.cascadian.backup.BackupManifest.Table;
import io.cascadian.backup.BackupRoutes.Archive;
import io.cascadian.store.AppliedMigration;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.ClickHouseMigrations;
import io.cascadian.store.Postgres;
import io.cascadian.store.PostgresMigrations;
import io.cascadian.store.PostgresTables;
import io.cascadian.store.RestoreMark;
import io.cascadian.store.Sql;
import io.cascadian.store.StoreException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restores both databases to the state of a backup: ClickHouse first, table by table, then Postgres in one transaction.
 *
 * <p>A mark in Postgres exists from before the first change until that transaction commits: the databases hold a part of a backup, and nothing that uses
 * them starts. A restore that was cut off is done again from the beginning. The caller makes sure that nothing else is connected. For one restore.
 */
public final class Restore {

  private static final Logger LOG = LoggerFactory.getLogger(Restore.class);

  /** Rows are taken as they were written: none collapsed, none left out, numbers and times exact, however many partitions. */
  private static final Map<String, String> INSERTING = Map.of(
      "insert_deduplicate", "0", "optimize_on_insert", "0", "max_partitions_per_insert_block", "0", "session_timezone", "UTC",
      "precise_float_parsing", "1", "input_format_null_as_default", "0", "input_format_tsv_empty_as_default", "0", "input_format_allow_errors_num", "0");

  private final Path folder;
  private final BackupManifest manifest;
  private final ClickHouse clickHouse;
  private final Postgres postgres;
  private final Consumer<String> progress;
  private final ClickHouseTables tables;

  /**
   * @param manifest of the backup, which was checked
   * @param clickHouse with time enough for a whole table in one statement
   * @param progress gets a line for each table with rows
   */
  public Restore(Path folder, BackupManifest manifest, ClickHouse clickHouse, Postgres postgres, Consumer<String> progress) {
    this.folder = folder;
    this.manifest = manifest;
    this.clickHouse = clickHouse;
    this.postgres = postgres;
    this.progress = progress;
    this.tables = new ClickHouseTables(clickHouse);
  }

  /**
   * Rejects a backup whose schemas this program does not know.
   *
   * @throws BackupException naming the versions
   */
  public void requireKnownSchemas() {
    require("ClickHouse", new ClickHouseMigrations(clickHouse).unknown(manifest.clickHouse().migrations()));
    require("Postgres", new PostgresMigrations(postgres).unknown(manifest.postgres().migrations()));
  }

  private void require(String store, List<AppliedMigration> unknown) {
    if (!unknown.isEmpty()) {
      throw new BackupException(folder, "The backup '" + folder + "' is of program " + manifest.program() + ", with versions of " + store
          + "'s schema that this program does not have: " + unknown.stream().map(AppliedMigration::version).collect(Collectors.joining(", "))
          + ". Restore it with that program; nothing was changed");
    }
  }

  /** Returns whether the databases hold nothing, or only what a restore that was cut off has left. */
  public boolean mayBeReplaced() {
    return RestoreMark.find(postgres).isPresent()
        || tables.all().isEmpty() && new PostgresMigrations(postgres).inForce().isEmpty() && PostgresTables.read(postgres, PostgresTables::all).isEmpty();
  }

  /**
   * Replaces all that the databases hold.
   *
   * @param alone called once the mark keeps others away; fails when somebody came before, and then nothing is changed
   * @throws BackupException when what is restored is not what the backup holds; the databases stay marked
   * @throws StoreException when a database refuses; they stay marked too
   */
  public void run(Runnable alone) {
    boolean marked = RestoreMark.find(postgres).isPresent();
    RestoreMark.set(postgres, folder.toString());
    try {
      alone.run();
    } catch (RuntimeException e) {
      if (!marked) {
        RestoreMark.clear(postgres);
      }
      throw e;
    }
    tables.dropAll();
    new PostgresMigrations(postgres).remake(newestVersion());
    try (Archive archive = Archive.open(folder, clickHouse)) {
      manifest.clickHouse().tables().forEach(table -> restore(table, archive));
      manifest.clickHouse().views().forEach(view -> tables.create(view.create(), manifest.clickHouse().database()));
      compare();
      PostgresTables.write(postgres, transaction -> restore(transaction, archive));
    }
  }

  private String newestVersion() {
    List<AppliedMigration> migrations = manifest.postgres().migrations();
    return migrations.get(migrations.size() - 1).version();
  }

  private void restore(Table table, Archive archive) {
    tables.create(table.create(), manifest.clickHouse().database());
    for (ArchiveFile file : table.files()) {
      same("ClickHouse", table.name(), file.rows(), file.rows() == 0 ? 0 : archive.loadClickHouse(file, table.name(), table.columns(), INSERTING));
    }
    report("ClickHouse", table.name(), table.rows());
  }

  /** Compares what a reader of each table sees with what it was. */
  private void compare() {
    Map<String, ClickHouseTables.Table> there = tables.all().stream().collect(Collectors.toMap(ClickHouseTables.Table::name, table -> table));
    for (Table table : manifest.clickHouse().tables()) {
      ClickHouseTables.Content content = tables.content(there.get(table.name()));
      same("ClickHouse", table.name(), table.rows(), content.rows());
      if (!content.sum().equals(table.content())) {
        throw new BackupException(folder, "The table " + table.name() + " of ClickHouse has other rows than the backup, as many as it has"
            + " (ClickHouse " + manifest.clickHouse().version() + " then, " + clickHouse.version() + " now). The databases stay marked as not restored");
      }
    }
  }

  private Void restore(PostgresTables transaction, Archive archive) throws SQLException {
    List<PostgresTables.Table> here = transaction.all();
    transaction.empty(here);
    for (Rows table : manifest.postgres().tables()) {
      if (here.stream().noneMatch(each -> each.name().equals(table.name()))) {
        LOG.warn("Restore: table {} of Postgres does not belong to this program and is not restored; its rows are in {}", table.name(), table.file().path());
        continue;
      }
      PostgresTables.Table target = new PostgresTables.Table(table.name(), table.columns());
      same("Postgres", table.name(), table.file().rows(), archive.loadPostgres(table.file(), rows -> transaction.load(target, rows)));
      report("Postgres", table.name(), table.file().rows());
    }
    for (Map.Entry<String, Long> sequence : manifest.postgres().sequences().entrySet()) {
      transaction.advance(sequence.getKey(), sequence.getValue());
    }
    // the backup itself held it
    transaction.execute(Sql.load("backup/free-lock"));
    RestoreMark.clear(transaction);
    return null;
  }

  private void report(String store, String table, long rows) {
    if (rows > 0) {
      progress.accept("restored: " + table + " of " + store + ", rows: " + rows);
    }
  }

  private void same(String store, String table, long expected, long found) {
    if (expected != found) {
      throw new BackupException(folder, "The table " + table + " of " + store + " got " + found + " rows of the " + expected
          + " in the backup. The databases stay marked as not restored; ask again, and look at the databases' logs if it stays so");
    }
  }
}
