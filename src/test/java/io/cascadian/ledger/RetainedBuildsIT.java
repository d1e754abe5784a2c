package io.cascadian.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cascadian.publish.BuildNotRetainedException;
import io.cascadian.publish.PublishedTable;
import io.cascadian.publish.Publisher;
import io.cascadian.publish.RetainedBuild;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.StepResult;
import io.cascadian.store.StoreRejectedException;
import io.cascadian.testkit.TestFences;
import io.cascadian.testkit.World;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Builds that are retained, rolled back to, and completed when they were cut off. */
class RetainedBuildsIT extends Scenario {

  private static final String OTHER = "0x" + "2".repeat(40);
  private static Beginning twoBuilds;
  private static Generations generations;

  @AfterAll
  static void dropBeginning() {
    if (twoBuilds != null) {
      twoBuilds.stores().close();
    }
  }

  @Test
  void dryRunRebuild_reportsRowDifferences_changesNothing() {
    twoBuilds();
    // by hand: one wallet's cash is wrong, another one is lost, a third was never there
    clickHouse.execute("ALTER TABLE trade_cashflows_v3__layers UPDATE cashflow = -5 WHERE wallet = {w:String} SETTINGS mutations_sync = 1",
        Map.of("w", WALLET));
    clickHouse.execute("DELETE FROM trade_cashflows_v3__layers WHERE wallet = {w:String}", Map.of("w", OTHER));
    clickHouse.execute("INSERT INTO trade_cashflows_v3__layers (wallet, cashflow, layer) VALUES ('nobody', 1, 1)", Map.of());
    Map<String, String> before = Tables.checksums(clickHouse);

    StepResult dryRun = ledger().dryRunRebuild(FenceGuard.of(++fence));

    assertThat(dryRun.details()).containsEntry("rows_differing", 3L).containsEntry("wallets", 2L);
    assertThat(of(dryRun, "trade_cashflows_v3")).containsEntry("rows_equal", 0L).containsEntry("rows_differing", 1L)
        .containsEntry("rows_added", 1L).containsEntry("rows_missing", 1L);
    // -5 of the wallet, 1 of no wallet; -4 and -7 by the raw tables
    assertThat(sum(dryRun, "trade_cashflows_v3", "cashflow", "published")).isEqualByComparingTo("-4");
    assertThat(sum(dryRun, "trade_cashflows_v3", "cashflow", "other")).isEqualByComparingTo("-11");
    assertThat(of(dryRun, "outcome_positions_v2")).containsEntry("rows_equal", 2L).containsEntry("rows_differing", 0L);
    assertThat(Tables.checksums(clickHouse)).isEqualTo(before);
    assertThat(layers("trade_cashflows_v3")).doesNotContain(3L);
    assertThat(states()).containsExactly("dropped", "published", "retained");

    assertThat(ledger().rebuild(FenceGuard.of(++fence)).details()).containsEntry("rows_differing", 3L);
    assertThat(ledger().dryRunRebuild(FenceGuard.of(++fence)).details()).containsEntry("rows_differing", 0L);
  }

  @Test
  void rollbackToRetainedBuild_thenNextRun_addsWhatCameSince() {
    Generations generations = twoBuilds();

    StepResult preview = ledger().dryRunRollback(1, FenceGuard.of(++fence));
    assertThat(of(preview, "trade_cashflows_v3")).containsEntry("rows_missing", 1L).containsEntry("rows_equal", 1L);
    assertThat(Tables.checksums(clickHouse)).isEqualTo(generations.second);

    ledger().rollback(1, FenceGuard.of(++fence));
    assertThat(Tables.checksums(clickHouse)).isEqualTo(generations.first);
    assertThat(ledger().retained()).extracting(RetainedBuild::id).containsExactly(1L, 2L);
    assertThat(ledger().retained()).extracting(RetainedBuild::published).containsExactly(true, false);
    // the one that was rolled back from had twice as many outcomes, but is not the build before
    assertThat(gate("outcomes-retained")).isTrue();
    // asked again, it is there already
    ledger().rollback(1, FenceGuard.of(++fence));
    assertThat(Tables.checksums(clickHouse)).isEqualTo(generations.first);

    // the build that it replaced can be restored as well
    ledger().rollback(2, FenceGuard.of(++fence));
    assertThat(Tables.checksums(clickHouse)).isEqualTo(generations.second);
    ledger().rollback(1, FenceGuard.of(++fence));

    // what happened after the first build, and nothing else
    assertThat(ledger().publish(FenceGuard.of(++fence)).details()).containsEntry("wallets", 1L);
    assertThat(Tables.checksums(clickHouse)).isEqualTo(generations.second);
  }

  @Test
  void unknownBuild_isRejectedWithListOfRetained() {
    Generations generations = twoBuilds();
    assertThatThrownBy(() -> ledger().rollback(7, FenceGuard.of(++fence)))
        .isInstanceOfSatisfying(BuildNotRetainedException.class, e -> {
          assertThat(e.build()).isEqualTo(7);
          assertThat(e.retained()).extracting(RetainedBuild::id).containsExactly(2L, 1L);
        })
        .hasMessageContaining("Build 7 is not retained").hasMessageContaining("1 (retained, fence 1, ");
    ledger().rebuild(FenceGuard.of(++fence));
    // a layer of one of its tables is gone, so the build is not whole
    clickHouse.execute("ALTER TABLE wallet_category_pnl__layers DROP PARTITION 2", Map.of());
    assertThatThrownBy(() -> ledger().rollback(2, FenceGuard.of(++fence))).isInstanceOf(BuildNotRetainedException.class);
    assertThatThrownBy(() -> ledger().dryRunRollback(2, FenceGuard.of(++fence))).isInstanceOf(BuildNotRetainedException.class);
    assertThat(ledger().retained()).extracting(RetainedBuild::id).containsExactly(3L, 1L);
    assertThat(Tables.checksums(clickHouse)).isEqualTo(generations.second);
  }

  @Test
  void publishedTable_thatLostALayer_isRecomputed() {
    Generations generations = twoBuilds();
    clickHouse.execute("ALTER TABLE wallet_condition_pnl__layers DROP PARTITION 2", Map.of());

    assertThat(ledger().publish(FenceGuard.of(++fence)).details())
        .containsEntry("recomputed_tables", List.of("wallet_condition_pnl"));
    assertThat(Tables.checksums(clickHouse)).isEqualTo(generations.second);
  }

  @Test
  void rebuiltCheckpoints_inSeveralParts_areMergedAfterTheGates() {
    market(1, "Yes", "No");
    // the server may merge small parts by itself at any time
    clickHouse.execute("ALTER TABLE position_checkpoints__layers MODIFY SETTING max_bytes_to_merge_at_max_space_in_pool = 1", Map.of());
    buildWithAnotherTrade();
    clickHouse.execute("INSERT INTO position_checkpoints__layers SELECT * FROM position_checkpoints__layers", Map.of());
    Map<String, String> published = Tables.checksums(clickHouse);
    String parts = "SELECT count() FROM system.parts WHERE active AND database = currentDatabase() AND table = 'position_checkpoints__layers'";
    assertThat(clickHouse.queryLong(parts, Map.of())).isEqualTo(2);

    ledger().recordGateResult(true, true, FenceGuard.of(fence));

    assertThat(clickHouse.queryLong(parts, Map.of())).isEqualTo(1);
    assertThat(Tables.checksums(clickHouse)).isEqualTo(published);
  }

  @Test
  void insertOfDeadProcess_endsBeforeItsTableIsFilled() {
    Generations generations = twoBuilds();
    // what a killed process leaves: the server goes on with its statement
    CompletableFuture<Void> left = CompletableFuture.runAsync(() -> clickHouse.execute("""
        INSERT INTO ledger_affected
        SELECT {w:String}, toString(number), 1, toDateTime(0, 'UTC') FROM numbers(600) WHERE sleepEachRow(0.1) = 0 SETTINGS max_block_size = 1
        """, Map.of("w", WALLET)));
    await().until(() -> clickHouse.queryLong(
        "SELECT count() FROM system.processes WHERE current_database = currentDatabase() AND query LIKE '%INSERT INTO ledger_affected%' AND query_kind = 'Insert'", Map.of()) == 1);

    ledger().publish(FenceGuard.of(++fence));

    assertThat(left).failsWithin(Duration.ofSeconds(2)).withThrowableOfType(ExecutionException.class);
    assertThat(Tables.checksums(clickHouse)).isEqualTo(generations.second);
  }

  @Test
  @Tag("proof")
  void lastBuilds_areRetained_lastGoodOneAlways() {
    market(1, "Yes", "No");
    buildWithAnotherTrade();
    ledger().recordGateResult(true, true, FenceGuard.of(fence));
    for (int night = 0; night < 4; night++) {
      buildWithAnotherTrade();
      ledger().recordGateResult(false, true, FenceGuard.of(fence));
    }
    assertThat(ledger().retained()).extracting(RetainedBuild::id).containsExactly(5L, 4L, 3L, 1L);
    assertThat(layers("outcome_positions_v2")).containsExactly(1L, 2L, 3L, 4L, 5L);

    // more than that are kept until the gates were asked about what replaced them
    buildWithAnotherTrade();
    assertThat(ledger().retained()).extracting(RetainedBuild::id).containsExactly(6L, 5L, 4L, 3L, 1L);
    ledger().recordGateResult(true, true, FenceGuard.of(fence));
    assertThat(ledger().retained()).extracting(RetainedBuild::id).containsExactly(6L, 5L, 4L);
  }

  @Test
  @Tag("proof")
  void manyNights_keepFewLayers_andEveryRetainedBuild() {
    market(1, "Yes", "No");
    market(2, "Yes", "No");
    Map<Long, Map<String, String>> builds = new HashMap<>();
    for (int night = 1; night <= 7; night++) {
      if (night == 3) {
        resolve(1, "chain", "INDEX", 1, 0);
      }
      if (night == 4) {
        // what was published goes, and comes again
        tombstoneResolution(1);
      }
      if (night == 5) {
        resolve(1, "chain", "INDEX", 0, 1);
      }
      buy(night % 2 == 0 ? WALLET : OTHER, 1 + night % 2, 0, "1", "0.5");
      // no later build writes these rows again
      market(10 + night, "Yes", "No");
      buy(WALLET, 10 + night, 0, "1", "0.5");
      publish();
      builds.put(ledger().retained().get(0).id(), Tables.checksums(clickHouse));
      ledger().recordGateResult(true, true, FenceGuard.of(fence));
    }
    assertThat(ledger().dryRunRebuild(FenceGuard.of(++fence)).details()).containsEntry("rows_differing", 0L);
    for (PublishedTable table : WalletTables.tables()) {
      assertThat(layers(table.name())).as(table.name()).hasSizeLessThanOrEqualTo(6);
    }
    List<RetainedBuild> retained = ledger().retained();
    assertThat(retained).hasSize(3);
    for (RetainedBuild build : retained) {
      ledger().rollback(build.id(), FenceGuard.of(++fence));
      assertThat(Tables.checksums(clickHouse)).as("build %d", build.id()).isEqualTo(builds.get(build.id()));
    }
  }

  @Test
  void layersOfDroppedBuilds_leftByACrash_areDroppedLater() {
    twoBuilds();
    ledger().rebuild(FenceGuard.of(++fence));
    // as if the process had died after Postgres recorded it
    postgres.update("UPDATE ledger_builds SET state = 'dropped' WHERE id IN (1, 2)");
    ledger().recordGateResult(true, true, FenceGuard.of(fence));
    for (PublishedTable table : WalletTables.tables()) {
      assertThat(layers(table.name())).isSubsetOf(3L);
    }
  }

  @Test
  void rollbackCutOffBeforeReadersSeeIt_isCompleted() {
    Generations generations = twoBuilds();
    cutOff(() -> ledger().rollback(1, dying(1)));
    assertThat(Tables.checksums(clickHouse)).isEqualTo(generations.second);

    // gates evaluated in between record no result and drop nothing
    ledger().recordGateResult(true, true, FenceGuard.of(++fence));
    ledger().rollback(1, FenceGuard.of(++fence));

    assertThat(Tables.checksums(clickHouse)).isEqualTo(generations.first);
    assertThat(ledger().retained()).extracting(RetainedBuild::id).containsExactly(1L, 2L);
    assertThat(ledger().retained()).extracting(RetainedBuild::gatesPassed).containsOnlyNulls();
  }

  @Test
  void rollbackCutOff_isCompletedByNextRun_whichAddsWhatCameSince() {
    Generations generations = twoBuilds();
    cutOff(() -> ledger().rollback(1, dying(1)));

    // the rollback is ended, then what happened since is recomputed
    assertThat(ledger().publish(FenceGuard.of(++fence)).details()).containsEntry("wallets", 1L);
    assertThat(Tables.checksums(clickHouse)).isEqualTo(generations.second);
    assertThat(ledger().retained()).extracting(RetainedBuild::id).containsExactly(3L, 1L, 2L);
  }

  @Test
  void interruptedRollback_beforeState_isCompleted() {
    Generations generations = twoBuilds();
    FenceGuard dies = whenChecked(2, () -> {
      throw new IllegalStateException("dies after readers see it");
    });
    assertThatThrownBy(() -> ledger().rollback(1, dies)).hasMessageContaining("dies after readers see it");
    ledger().rollback(1, FenceGuard.of(++fence));
    assertThat(Tables.checksums(clickHouse)).isEqualTo(generations.first);
    assertThat(states()).containsExactly("retained", "published");
    assertThat(postgres.queryOne("SELECT watermark FROM ledger_state", row -> row.getLong(1))).contains(1L);
  }

  @Test
  void lostLock_rollsNothingBack() {
    Generations generations = twoBuilds();
    FenceGuard lost = whenChecked(1, () -> {
      throw new IllegalStateException("lost the lock");
    });
    assertThatThrownBy(() -> ledger().rollback(1, lost)).hasMessageContaining("lost the lock");
    assertThat(Tables.checksums(clickHouse)).isEqualTo(generations.second);
    assertThat(states()).containsExactly("published", "retained");
  }

  @Test
  void publicationCutOffBeforeReadersSeeIt_isResumed() {
    Generations generations = twoBuilds();
    buy(OTHER, 1, 1, "1", "0.5");
    cutOff(() -> ledger().publish(dying(1)));
    assertThat(Tables.checksums(clickHouse)).isEqualTo(generations.second);
    ledger().publish(FenceGuard.of(++fence));
    Map<String, String> third = Tables.checksums(clickHouse);
    assertThat(ledger().dryRunRebuild(FenceGuard.of(++fence)).details()).containsEntry("rows_differing", 0L);

    ledger().rollback(2, FenceGuard.of(++fence));
    assertThat(Tables.checksums(clickHouse)).isEqualTo(generations.second).isNotEqualTo(third);
  }

  @Test
  @Tag("proof")
  void restoredPostgres_numbersBuildsAboveThoseInClickHouse() {
    Generations generations = twoBuilds();
    String backup = "CREATE TABLE %1$s_backup AS TABLE %1$s";
    String restore = "INSERT INTO %1$s OVERRIDING SYSTEM VALUE TABLE %1$s_backup";
    for (String table : List.of("ledger_builds", "build_tables", "ledger_state")) {
      postgres.update(String.format(Locale.ROOT, backup, table));
    }
    // as if the backup was taken in the middle of the third build
    postgres.update("UPDATE ledger_builds_backup SET state = 'published' WHERE id = 2");
    postgres.update("INSERT INTO ledger_builds_backup (id, fence, state, everything, wallets, started_at)"
        + " VALUES (3, 3, 'publishing', false, 1, now())");
    buildWithAnotherTrade();
    buildWithAnotherTrade();
    Map<String, String> fourth = Tables.checksums(clickHouse);
    postgres.update("TRUNCATE ledger_builds, build_tables, ledger_state");
    for (String table : List.of("ledger_builds", "build_tables", "ledger_state")) {
      postgres.update(String.format(Locale.ROOT, restore, table));
    }
    postgres.queryOne("SELECT setval(pg_get_serial_sequence('ledger_builds', 'id'), 3)", row -> row.getLong(1));

    // the watermark is the old one, so that what happened since is computed once more
    assertThat(ledger().publish(FenceGuard.of(++fence)).details()).containsEntry("build", 5L);
    assertThat(Tables.checksums(clickHouse)).isEqualTo(fourth);
    assertThat(states()).containsExactly("published", "dropped", "retained", "retained");

    ledger().recordGateResult(true, true, FenceGuard.of(fence));
    assertThat(layers("outcome_positions_v2")).as("those that Postgres does not know are dropped").containsExactly(1L, 2L, 5L);
    ledger().rollback(2, FenceGuard.of(++fence));
    assertThat(Tables.checksums(clickHouse)).isEqualTo(generations.second);
  }

  /** Content of the tables after the first and after the second build. */
  private record Generations(Map<String, String> first, Map<String, String> second) {}

  private Generations twoBuilds() {
    if (twoBuilds == null) {
      market(1, "Yes", "No");
      resolve(1, "chain", "INDEX", 1, 0);
      buy(WALLET, 1, 0, "10", "4");
      publish();
      Map<String, String> first = Tables.checksums(clickHouse);
      buy(OTHER, 1, 1, "10", "7");
      publish();
      generations = new Generations(first, Tables.checksums(clickHouse));
      twoBuilds = beginning();
    } else {
      beginWith(twoBuilds);
    }
    return generations;
  }

  private void buildWithAnotherTrade() {
    buy(WALLET, 1, 0, "1", "0.5");
    publish();
  }

  private Publisher ledger() {
    return World.publisher(clickHouse, postgres);
  }

  /** What readers see cannot be changed once the publication was begun, so that it fails there; then it can be again. */
  private void cutOff(Runnable work) {
    assertThatThrownBy(work::run).isInstanceOf(StoreRejectedException.class).hasMessageContaining("INSERT INTO published_layers");
    clickHouse.execute("RENAME TABLE hidden TO published_layers", Map.of());
  }

  private FenceGuard dying(int transaction) {
    return whenChecked(transaction, () -> clickHouse.execute("RENAME TABLE published_layers TO hidden", Map.of()));
  }

  /** A holder to whom something happens in its n-th transaction. */
  private FenceGuard whenChecked(int transaction, Runnable happens) {
    return TestFences.inTransaction(++fence, transaction, happens);
  }

  private List<Long> layers(String table) {
    return clickHouse.query("SELECT DISTINCT layer FROM " + table + "__layers ORDER BY layer", Map.of(), row -> row.getLong(1));
  }

  private void tombstoneResolution(int market) {
    clickHouse.execute("INSERT INTO market_resolutions (condition_id, source, revision, is_deleted) VALUES ('" + condition(market) + "', 'chain', "
        + (fence + 1) + ", 1)", Map.of());
  }

  private List<String> states() {
    return postgres.query("SELECT state FROM ledger_builds ORDER BY id DESC", row -> row.getString(1));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> of(StepResult result, String table) {
    return ((List<Map<String, Object>>) result.details().get("comparison")).stream()
        .filter(t -> t.get("table").equals(table)).findFirst().orElseThrow();
  }

  @SuppressWarnings("unchecked")
  private static BigDecimal sum(StepResult result, String table, String column, String which) {
    return new BigDecimal(((Map<String, Map<String, String>>) of(result, table).get("sums")).get(column).get(which));
  }
}
