package io.cascadian.backup;

import com.fasterxml.jackson.databind.JsonNode;
import io.cascadian.backup.BackupManifest.ClickHouseContent;
import io.cascadian.backup.BackupManifest.PostgresContent;
import io.cascadian.backup.BackupManifest.Rows;
import io.cascadian.backup.BackupManifest.Table;
import io.cascadian.backup.BackupManifest.View;
import io.cascadian.backup.BackupRoutes.Archive;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.ClickHouseMigrations;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.Postgres;
import io.cascadian.store.PostgresMigrations;
import io.cascadian.store.PostgresTables;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes all tables of both databases, as they are at one moment, into a new folder.
 *
 * <p>The moment is one under the run lock: no process writes events, cursors or builds, and Postgres is read in one snapshot. For one backup.
 */
public final class Backup {

  private static final Logger LOG = LoggerFactory.getLogger(Backup.class);

  private final ClickHouse clickHouse;
  private final Postgres postgres;
  private final FenceGuard guard;
  private final Consumer<String> progress;
  private final ClickHouseTables tables;

  /**
   * @param clickHouse with time enough for a whole table in one statement
   * @param guard of the run lock, held until this is done
   * @param progress gets a line for each table with rows
   */
  public Backup(ClickHouse clickHouse, Postgres postgres, FenceGuard guard, Consumer<String> progress) {
    this.clickHouse = clickHouse;
    this.postgres = postgres;
    this.guard = guard;
    this.progress = progress;
    this.tables = new ClickHouseTables(clickHouse);
  }

  /**
   * Writes the backup.
   *
   * @param target the new folder
   * @param program version of this program
   * @param sandbox simulated history that the data belong to; may be null
   * @throws BackupException when it could not be written; then there is none
   * @throws io.cascadian.store.StoreException when a database does not give what is to be written
   */
  public BackupManifest write(Path target, String program, JsonNode sandbox) {
    try (BackupFolder folder = BackupFolder.begin(target); Archive archive = Archive.open(folder.path(), clickHouse)) {
      // what the databases have of one another's state is that of this acquisition
      guard.checkStores();
      Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
      PostgresContent fromPostgres = PostgresTables.read(postgres, snapshot -> postgres(snapshot, archive));
      ClickHouseContent fromClickHouse = clickHouse(archive);
      // who lost the lock may have read what another one was writing
      guard.check();
      BackupManifest manifest =
          new BackupManifest(BackupManifest.FORMAT, program, now.toString(), guard.fence(), fromClickHouse, fromPostgres, sandbox);
      archive.writeManifest(manifest);
      folder.complete();
      return manifest;
    }
  }

  private PostgresContent postgres(PostgresTables snapshot, Archive archive) throws SQLException {
    List<PostgresTables.Table> all = snapshot.all();
    List<Rows> copied = new ArrayList<>();
    for (PostgresTables.Table table : all) {
      ArchiveFile file = archive.writePostgres(snapshot.open(table), fileName(table.name()));
      report("Postgres", table.name(), file.rows());
      copied.add(new Rows(table.name(), table.columns(), file));
    }
    return new PostgresContent(postgres.version(), new PostgresMigrations(postgres).inForce(), copied, snapshot.sequences());
  }

  private ClickHouseContent clickHouse(Archive archive) {
    List<Table> copied = new ArrayList<>();
    List<View> views = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    for (ClickHouseTables.Table table : tables.all()) {
      if (table.isView()) {
        views.add(new View(table.name(), table.create()));
      } else if (table.isCopy()) {
        copied.add(new Table(table.name(), table.create(), table.columns(), 0, "0", List.of()));
      } else if (table.hasRows()) {
        guard.check();
        Table written = table(table, archive);
        report("ClickHouse", table.name(), written.rows());
        copied.add(written);
      } else {
        leftOut.add(table.name() + " (" + table.engine() + ")");
        LOG.warn("Backup: table {} of ClickHouse is left out, because engine {} has no rows that can be copied; back it up separately",
            table.name(), table.engine());
      }
    }
    return new ClickHouseContent(clickHouse.version(), clickHouse.settings().database(), new ClickHouseMigrations(clickHouse).inForce(), copied, views, leftOut);
  }

  private void report(String store, String table, long rows) {
    if (rows > 0) {
      progress.accept("written: " + table + " of " + store + ", rows: " + rows);
    }
  }

  private Table table(ClickHouseTables.Table table, Archive archive) {
    List<ArchiveFile> files = new ArrayList<>();
    if (table.tombstones() != null) {
      long before = tables.tombstoneCount(table);
      ArchiveFile tombstones = archive.writeClickHouse(tables.tombstoneRows(table), fileName(table.name() + "-tombstones"));
      // merges take repeated ones out meanwhile
      long after = tables.tombstoneCount(table);
      if (tombstones.rows() > before || tombstones.rows() < after) {
        throw changed(archive, table, tombstones.rows(), after);
      }
      files.add(tombstones);
    }
    ArchiveFile rows = archive.writeClickHouse(tables.rows(table), fileName(table.name()));
    ClickHouseTables.Content content = tables.content(table);
    if (rows.rows() != content.rows()) {
      throw changed(archive, table, rows.rows(), content.rows());
    }
    files.add(rows);
    return new Table(table.name(), table.create(), table.columns(), content.rows(), content.sum(), files);
  }

  private static BackupException changed(Archive archive, ClickHouseTables.Table table, long written, long there) {
    return new BackupException(archive.folder(), "The table " + table.name() + " of ClickHouse has " + there + " rows, and " + written
        + " were written: something outside of this program changes it, or the answer was cut off. There is no backup; ask again while nothing does");
  }

  private static String fileName(String table) {
    return URLEncoder.encode(table, StandardCharsets.UTF_8).replace("*", "%2A") + ".tsv.gz";
  }
}
