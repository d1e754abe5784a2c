package io.cascadian.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cascadian.dev.sandbox.Dataset;
import io.cascadian.dev.sandbox.EntityType;
import io.cascadian.dev.sandbox.RowTable;
import io.cascadian.dev.sandbox.RowTable.Row;
import io.cascadian.dev.sandbox.SandboxOptions;
import io.cascadian.dev.sandbox.SandboxServer;
import io.cascadian.dev.sandbox.Schemas;
import io.cascadian.source.Cursor;
import io.cascadian.source.subgraph.Keyset;
import io.cascadian.source.subgraph.SubgraphSource;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.Postgres;
import io.cascadian.store.StepResult;
import io.cascadian.store.StoreRejectedException;
import io.cascadian.store.StoreUnavailableException;
import io.cascadian.testkit.Streams;
import io.cascadian.testkit.TestDeadLetters;
import io.cascadian.testkit.TestRoutes;
import io.cascadian.testkit.TestStores;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Records that cannot be used, and a store that will not take them. */
class RejectedRecordsIT {

  private static final long NOW = 1_760_000_000L;
  private static final EntityType FILL = Schemas.entity(Schemas.ORDERBOOK, "OrderFilledEvent");

  private final ClickHouse clickHouse = TestStores.freshClickHouse();
  private final Postgres postgres = TestStores.freshPostgres();
  private final TestRoutes routes = TestRoutes.options().stores(clickHouse, postgres).start();
  private SandboxServer sandbox;

  @AfterEach
  void stop() {
    sandbox.close();
    routes.close();
    TestStores.drop(clickHouse);
    postgres.close();
  }

  @Test
  void missingDeadLetterTable_holdsStreamBeforeTheRecord() throws IOException {
    serve(2500, i -> i == 1700);
    postgres.update("ALTER TABLE dead_letters RENAME TO away");
    assertThatThrownBy(() -> run(1, 100)).isInstanceOf(StoreRejectedException.class).hasMessageContaining("dead_letters");
    assertThat(position()).isLessThan(1700);

    postgres.update("ALTER TABLE away RENAME TO dead_letters");
    run(2, 100);
    nothingIsLost(2500, 1);
  }

  @Test
  void fullDisk_holdsStreamBeforeTheRecord_andKeepsEarlierBatches() throws IOException {
    serve(3500, i -> i == 2500);
    postgres.update("CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS"
        + " $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$");
    postgres.update("CREATE TRIGGER full_disk BEFORE INSERT ON dead_letters FOR EACH STATEMENT EXECUTE FUNCTION full_disk()");
    assertThatThrownBy(() -> run(1, 100)).isInstanceOf(StoreUnavailableException.class).hasMessageContaining("No space left");
    assertThat(position()).isLessThan(2500);

    postgres.update("DROP TRIGGER full_disk ON dead_letters");
    run(2, 100);
    nothingIsLost(3500, 1);
  }

  @Test
  void lostConnectionDuringStore_losesNothing() throws IOException {
    serve(1500, i -> i == 700);
    // the server ends the very session that is keeping the record
    postgres.update("CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS"
        + " $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$");
    postgres.update("CREATE TRIGGER cut AFTER INSERT ON dead_letters FOR EACH STATEMENT EXECUTE FUNCTION cut()");
    assertThatThrownBy(() -> run(1, 100)).isInstanceOf(StoreUnavailableException.class);
    assertThat(position()).isLessThan(700);
    assertThat(count("dead_letters")).isZero();

    postgres.update("DROP TRIGGER cut ON dead_letters");
    run(2, 100);
    nothingIsLost(1500, 1);
  }

  @Test
  void rejectedPage_isStoredInOneStatement() throws IOException {
    serve(3000, i -> i % 3 != 0);
    postgres.update("CREATE TABLE statements (n int)");
    postgres.update("CREATE FUNCTION counted() RETURNS trigger LANGUAGE plpgsql AS"
        + " $$ BEGIN INSERT INTO statements VALUES (1); RETURN NULL; END $$");
    postgres.update("CREATE TRIGGER counted AFTER INSERT ON dead_letters FOR EACH STATEMENT EXECUTE FUNCTION counted()");
    StepResult result = run(1, 10_000);
    assertThat(result.details().get("rejected")).isEqualTo(Map.of("bad-address", 2000L));
    nothingIsLost(3000, 2000);
    assertThat(count("statements")).isBetween(3L, 20L);
  }

  @Test
  void changedSchema_stopsStream_recordsAreDeadLetters() throws IOException {
    serve(5000, i -> i >= 1000);
    assertThatThrownBy(() -> run(1, 1500)).isInstanceOf(IngestFailedException.class)
        .hasMessageContaining("INGEST_MAX_REJECTED").hasMessageContaining("bad-address")
        .satisfies(failure -> assertThat(((IngestFailedException) failure).partialResult().details()).as("what was read before is told").containsKeys("rejected", "streams"));
    long rejected = count("dead_letters");
    assertThat(rejected).isBetween(1501L, 3000L);
    // every record up to the cursor is in one of the two places
    assertThat(position()).isLessThanOrEqualTo(clickHouse.queryLong("SELECT uniqExact(event_id) FROM trades_raw", Map.of()) + rejected);

    assertThat(run(2, 10_000).details().get("rejected")).isNotEqualTo(Map.of());
    nothingIsLost(5000, 4000);
  }

  @Test
  void rejectedShare_aboveLimit_runIsIncompleteAndWarns() throws IOException {
    serve(1000, i -> i % 50 == 0);
    StepResult result = run(1, 10_000);
    assertThat(result.details()).containsEntry("rejected", Map.of("bad-address", 20L));
    assertThat(result.incomplete()).isTrue();
    assertThat(result.warnings()).singleElement().asString()
        .contains("stream fills: 20 of 1,000 records were rejected (bad-address 20)", "INGEST_MAX_REJECTED_PERCENT=1", "dead-letters --stream fills");
  }

  @Test
  void rejectedShare_withinLimit_isOnlyCounted() throws IOException {
    serve(1000, i -> i % 100 == 0);
    StepResult result = run(1, 10_000);
    assertThat(result.details()).containsEntry("rejected", Map.of("bad-address", 10L));
    assertThat(result.incomplete()).isFalse();
    assertThat(result.warnings()).isEmpty();
  }

  private void nothingIsLost(long records, long rejected) {
    assertThat(clickHouse.queryLong("SELECT count() FROM trades_raw FINAL", Map.of())).isEqualTo(records - rejected);
    assertThat(count("dead_letters")).isEqualTo(rejected);
    assertThat(position()).isEqualTo(records - 1);
    assertThat(postgres.query("SELECT payload FROM dead_letters ORDER BY id LIMIT 1", row -> row.getString(1)).get(0)).contains("nobody");
  }

  private long count(String table) {
    return postgres.queryOne("SELECT count(*) FROM " + table, row -> row.getLong(1)).orElseThrow();
  }

  /** Number of the last record that the cursor covers; -1 when it has not moved. */
  private long position() {
    return postgres.queryOne("SELECT position FROM cursors WHERE stream = 'fills'", row -> Cursor.parse(row.getString(1)).order() - 1).orElse(-1L);
  }

  /** One fill a second, from second 1; the bad ones have no address as their maker. */
  private void serve(int records, IntPredicate bad) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      String maker = bad.test(i) ? "nobody" : "0x" + "1".repeat(40);
      rows.add(Row.of(i / 2, String.format(Locale.ROOT, "0x%064x_1", i), "0x01", (long) i + 1, "0x02", maker, "0x" + "3".repeat(40), "0", "77",
          1_000_000L, 2_000_000L, 0L));
    }
    sandbox = SandboxServer.start(
        new Dataset("rejected", 100_000, NOW, Map.of(Schemas.ORDERBOOK, List.of(RowTable.of(FILL, rows))), List.of(), List.of()),
        new SandboxOptions(0, Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC), null));
  }

  private StepResult run(long fence, long maxRejected) {
    // every page is a batch, so that some are written before the fault, and the one with the record would be
    IngestOptions options = new IngestOptions(20, 1000, 1, 1, 2000, 500, Duration.ofSeconds(5), maxRejected);
    Ingest.Session session = new Ingest(routes.client(), new SubgraphSource(routes.client(), Keyset.OR), clickHouse, postgres, TestDeadLetters.of(postgres),
        Contracts.builtIn(), options).begin(FenceGuard.of(fence));
    session.read(Streams.fills(sandbox.baseUrl()));
    return session.finish();
  }
}
