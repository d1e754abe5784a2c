package io.cascadian.backup;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.ClickHouseMigrations;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.LostLockException;
import io.cascadian.store.Postgres;
import io.cascadian.store.PostgresMigrations;
import io.cascadian.store.RestoreMark;
import io.cascadian.testkit.TestFences;
import io.cascadian.testkit.TestStores;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;


/** What a backup keeps of tables that the sandbox's data do not show: kinds of columns, tombstoned rows, equal revisions, older schemas, tables of operators. */
class BackupRestoreIT {

  private static final String LETTER =
      "INSERT INTO dead_letters (stream, reason, payload, payload_hash, origin) VALUES ('fills', 'r', ?, sha256(convert_to(?, 'UTF8')), 'test')";

  @TempDir
  private Path folder;

  private final ClickHouse clickHouse = TestStores.emptyClickHouse();
  private final Postgres postgres = Postgres.connect(TestStores.emptyPostgresSettings());
  private final ClickHouse otherClickHouse = TestStores.emptyClickHouse();
  private final Postgres otherPostgres = Postgres.connect(TestStores.emptyPostgresSettings());

  @AfterEach
  void close() {
    List.of(postgres, otherPostgres).forEach(Postgres::close);
    List.of(clickHouse, otherClickHouse).forEach(TestStores::drop);
  }

  @Test
  void columnsOfEveryKind_comeBackExactly() throws Exception {
    new PostgresMigrations(postgres).migrate();
    clickHouse.execute("""
        CREATE TABLE `of every.kind` (
          id UInt64, u UInt256, i Int256, d Decimal(38, 6), f Float64, g Float32, s String, n Nullable(String), low LowCardinality(String),
          a Array(Nullable(String)), m Map(String, UInt64), t Tuple(UInt8, String), at DateTime, at3 DateTime64(3, 'UTC'), day Date, b Bool,
          e Enum8('a' = 1, 'b' = 2), fixed FixedString(3), uuid UUID, twice UInt64 MATERIALIZED id * 2, alias UInt64 ALIAS id + 1, INDEX by_s s TYPE bloom_filter
        ) ENGINE = MergeTree PARTITION BY id % 150 ORDER BY id SETTINGS non_replicated_deduplication_window = 10 COMMENT 'it''s [build 7]'
        """, Map.of());
    clickHouse.execute("""
        INSERT INTO `of every.kind` SELECT number, toUInt256(-1) - number, toInt256('-99') - number, -1.000001 * number, 1 / (number + 3) , 0.1 * number, concat('tab\\tline\\nnull\\0back\\\\', toString(number)),
          if(number % 2 = 0, NULL, '\\\\N'), 'x', [NULL, '', 'a,]\\'"'], map('k\\t', number), (1, ')\\n'), toDateTime(1900000000 + number * 1800, 'UTC'), toDateTime64(0.001, 3, 'UTC'),
          toDate('2026-02-28'), number % 2, 'b', 'ab', generateUUIDv4()
        FROM numbers(1000) SETTINGS max_partitions_per_insert_block = 0
        """, Map.of());
    clickHouse.execute("CREATE VIEW own AS SELECT count() AS n FROM `of every.kind` WHERE s LIKE 'tab%'", Map.of());
    List<String> before = everything(clickHouse, "SELECT *, twice, alias FROM `of every.kind` ORDER BY id");

    backUpAndRestore();

    assertThat(everything(otherClickHouse, "SELECT *, twice, alias FROM `of every.kind` ORDER BY id")).isEqualTo(before).hasSize(1000);
    assertThat(otherClickHouse.queryLong("SELECT n FROM own", Map.of())).isEqualTo(1000);
    assertThat(otherClickHouse.queryLong("SELECT count() FROM system.tables WHERE database = currentDatabase() AND comment = 'it\\'s [build 7]'", Map.of()))
        .isEqualTo(1);
  }

  @Test
  void tableOfCopies_isRestoredWithoutRows() throws Exception {
    new PostgresMigrations(postgres).migrate();
    clickHouse.execute("CREATE TABLE copies (a UInt64) ENGINE = MergeTree ORDER BY a COMMENT 'refreshed, and not in backups'", Map.of());
    clickHouse.execute("INSERT INTO copies SELECT number FROM numbers(3)", Map.of());
    backUpAndRestore();
    assertThat(otherClickHouse.queryLong("SELECT count() FROM copies", Map.of())).isZero();
    otherClickHouse.execute("INSERT INTO copies VALUES (1)", Map.of());
  }

  @Test
  void rowsThatDeleteOrReplaceOthers_goOnDoingSo() throws Exception {
    new PostgresMigrations(postgres).migrate();
    clickHouse.execute("CREATE TABLE versions (k UInt64, v String, revision UInt64, is_deleted UInt8)"
        + " ENGINE = ReplacingMergeTree(revision, is_deleted) ORDER BY k", Map.of());
    // each its own part, in this order: 1 tombstoned · 2 tombstoned and there again · 3 twice in one revision · 4 tombstoned and there again in one revision
    for (String row : List.of("1,'a',1,0", "1,'',2,1", "2,'',1,1", "2,'b',2,0", "3,'first',1,0", "3,'second',1,0", "4,'',1,1", "4,'d',1,0", "5,'e',1,0", "5,'',1,1")) {
      clickHouse.execute("INSERT INTO versions VALUES (" + row + ")", Map.of());
    }
    String seen = "SELECT * FROM versions FINAL ORDER BY k";
    List<String> before = everything(clickHouse, seen);

    BackupManifest manifest = backUpAndRestore();

    assertThat(before).containsExactly("(2,'b',2,0)", "(3,'second',1,0)", "(4,'d',1,0)");
    assertThat(everything(otherClickHouse, seen)).isEqualTo(before);
    assertThat(manifest.clickHouse().tables().get(0).files()).extracting(ArchiveFile::rows).last().isEqualTo(3L);
    for (ClickHouse each : List.of(clickHouse, otherClickHouse)) {
      // what an older run still writes does not come back
      each.execute("INSERT INTO versions VALUES (1, 'late', 1, 0)", Map.of());
      assertThat(everything(each, seen)).isEqualTo(before);
    }
  }

  @Test
  void olderSchemas_areRestoredAndBroughtUpToDate() throws Exception {
    new ClickHouseMigrations(clickHouse).migrate();
    new ClickHouseMigrations(clickHouse).undoTo(80);
    new PostgresMigrations(postgres).remake("90");
    postgres.update("INSERT INTO cursors (stream, position, block, fence) VALUES ('fills', '1', 80000000, 3)");
    clickHouse.execute("INSERT INTO fences (fence) VALUES (3)", Map.of());

    backUpAndRestore();

    assertThat(new PostgresMigrations(otherPostgres).state().at()).contains("90");
    assertThat(new ClickHouseMigrations(otherClickHouse).migrate()).isNotEmpty();
    assertThat(new PostgresMigrations(otherPostgres).migrate()).isPositive();
    assertThat(new PostgresMigrations(otherPostgres).state().isReady() && new ClickHouseMigrations(otherClickHouse).state().isReady()).isTrue();
    assertThat(otherPostgres.queryOne("SELECT stream FROM cursors", row -> row.getString(1))).contains("fills");
    assertThat(otherClickHouse.queryLong("SELECT max(fence) FROM fences", Map.of())).isEqualTo(3);
  }

  @Test
  void rowsOfPostgres_comeBackWithTheirNumbers() throws Exception {
    new PostgresMigrations(postgres).migrate();
    for (String payload : List.of("plain", "tab\tline\nback\\slash \\N \\.", "ü🙂")) {
      postgres.update(LETTER, payload, payload);
    }
    String letters = "SELECT id || ' ' || payload || encode(payload_hash, 'hex') || created_at FROM dead_letters ORDER BY id";
    List<String> before = postgres.query(letters, row -> row.getString(1));
    backUpAndRestore();
    assertThat(otherPostgres.query(letters, row -> row.getString(1))).isEqualTo(before).hasSize(3);
    otherPostgres.update(LETTER, "next", "next");
    assertThat(otherPostgres.queryOne("SELECT max(id) FROM dead_letters", row -> row.getLong(1))).contains(4L);
  }

  @Test
  void lockThatIsLost_leavesNoBackup() {
    new PostgresMigrations(postgres).migrate();
    clickHouse.execute("CREATE TABLE any (a UInt8) ENGINE = MergeTree ORDER BY a", Map.of());
    assertThatThrownBy(() -> new Backup(clickHouse, postgres, TestFences.lost(1), line -> { }).write(folder.resolve("b"), "test", null))
        .isInstanceOf(LostLockException.class);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void processThatComesMeanwhile_isLeftInPeace() {
    new PostgresMigrations(postgres).migrate();
    new PostgresMigrations(otherPostgres).migrate();
    Path path = folder.resolve("b");
    new Backup(clickHouse, postgres, FenceGuard.of(1), line -> { }).write(path, "test", null);
    Restore restore = new Restore(path, BackupReader.verify(path, line -> { }), otherClickHouse, otherPostgres, line -> { });
    assertThatThrownBy(() -> restore.run(() -> {
      assertThat(RestoreMark.find(otherPostgres)).isPresent();
      throw new IllegalStateException("somebody is there");
    })).hasMessage("somebody is there");
    assertThat(RestoreMark.find(otherPostgres)).isEmpty();
    assertThat(new PostgresMigrations(otherPostgres).state().isReady()).isTrue();
  }

  private BackupManifest backUpAndRestore() {
    Path path = folder.resolve("b");
    new Backup(clickHouse, postgres, FenceGuard.of(1), line -> { }).write(path, "test", null);
    BackupManifest manifest = BackupReader.verify(path, line -> { });
    Restore restore = new Restore(path, manifest, otherClickHouse, otherPostgres, line -> { });
    restore.requireKnownSchemas();
    assertThat(restore.mayBeReplaced()).isTrue();
    restore.run(() -> { });
    assertThat(restore.mayBeReplaced()).isFalse();
    return manifest;
  }

  private static List<String> everything(ClickHouse clickHouse, String query) {
    return clickHouse.query("SELECT toString(tuple(*)) FROM (" + query + ")", Map.of(), row -> row.getString(1));
  }
}
