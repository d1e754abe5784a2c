package io.cascadian.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.cascadian.publish.BuildRejectedException;
import io.cascadian.publish.Derived;
import io.cascadian.publish.Publication;
import io.cascadian.publish.PublishedTable;
import io.cascadian.publish.PublishedTables;
import io.cascadian.publish.Publisher;
import io.cascadian.publish.RetainedBuild;
import io.cascadian.publish.TableWriter;
import io.cascadian.publish.WorkTable;
import io.cascadian.store.ClickHouseMigrations;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.PostgresMigrations;
import io.cascadian.store.Sql;
import io.cascadian.store.StepResult;
import io.cascadian.store.StoreRejectedException;
import io.cascadian.testkit.TestFences;
import io.cascadian.testkit.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a new version of a published table recomputes: the table, what is derived from it, and nothing else. */
class TableVersionsIT extends Scenario {

  private static final String OTHER = "0x" + "2".repeat(40);
  private static final List<String> PNL = List.of("wallet_condition_pnl");
  /** The tables of wallets. */
  private static final List<String> DERIVED_FROM_CHECKPOINTS = List.of("outcome_positions_v2", "position_checkpoints", "trade_cashflows_v3",
      "wallet_average_cost_pnl", "wallet_category_pnl", "wallet_condition_pnl", "wallet_conditions", "wallet_open_positions", "wallet_resolution_outcomes");

  private static Beginning twoWallets;

  @BeforeEach
  void twoWallets() {
    if (twoWallets == null) {
      market(1, "Yes", "No");
      market(2, "Yes", "No");
      resolve(1, "chain", "INDEX", 1, 0);
      for (String wallet : List.of(WALLET, OTHER)) {
        buy(wallet, 1, 0, "10", "4");
        buy(wallet, 2, 0, "10", "4");
      }
      publish();
      twoWallets = beginning();
    } else {
      beginWith(twoWallets);
    }
  }

  @AfterAll
  static void dropBeginning() {
    twoWallets.stores().close();
  }

  @Test
  void newVersion_recomputesTheTableAlone() {
    Map<String, String> before = Tables.checksums(clickHouse);

    StepResult result = with(newVersion("wallet_condition_pnl")).publish(FenceGuard.of(++fence));

    assertThat(result.details()).containsEntry("recomputed_tables", PNL).containsEntry("wallets", 2L).containsEntry("outcome_positions_v2", 0L);
    assertThat(recomputedFor(WALLET)).isEqualTo(PNL);
    assertThat(Tables.checksums(clickHouse)).isEqualTo(before);
    assertThat(with(newVersion("wallet_condition_pnl")).publish(FenceGuard.of(++fence)).rows()).as("the next run").isZero();
  }

  @Test
  void keyThatIsWrittenTwice_isRejected() {
    List<PublishedTable> twice = changed("wallet_condition_pnl", table -> copy(table, table.version() + 1, table.inputs(),
        (clickHouse, portion) -> table.writer().write(clickHouse, portion) + table.writer().write(clickHouse, portion)));

    assertThatThrownBy(() -> with(twice).publish(FenceGuard.of(++fence)))
        .isInstanceOfSatisfying(BuildRejectedException.class, e -> assertThat(e.findings()).containsExactly("2 rows of wallet_condition_pnl repeat the key of another one"));
  }

  @Test
  void newVersionOfCheckpoints_recomputesThoseDerivedFromThem() {
    Map<String, String> before = Tables.checksums(clickHouse);

    StepResult result = with(newVersion("position_checkpoints")).publish(FenceGuard.of(++fence));

    assertThat(result.details()).hasEntrySatisfying("recomputed_tables", tables -> assertThat(tables).asInstanceOf(LIST).containsAll(DERIVED_FROM_CHECKPOINTS).contains("condition_totals")
        .hasSize(DERIVED_FROM_CHECKPOINTS.size() + 1)).containsEntry("wallets", 2L).containsEntry("token_last_prices", 0L);
    assertThat(recomputedFor(WALLET)).isEqualTo(DERIVED_FROM_CHECKPOINTS);
    assertThat(Tables.checksums(clickHouse)).isEqualTo(before);
  }

  @Test
  void newVersion_withNewTrades_recomputesOtherTablesOfTheirWallets() {
    buy(OTHER, 2, 0, "5", "2");

    StepResult result = with(newVersion("wallet_condition_pnl")).publish(FenceGuard.of(++fence));

    assertThat(recomputedFor(WALLET)).isEqualTo(PNL);
    assertThat(recomputedFor(OTHER)).as("its condition is not resolved").containsExactly("outcome_positions_v2", "position_checkpoints", "trade_cashflows_v3",
        "wallet_average_cost_pnl", "wallet_condition_pnl", "wallet_conditions", "wallet_open_positions");
    assertThat(result.details()).containsEntry("outcome_positions_v2", 1L).containsEntry("token_last_prices", 1L);
    assertThat(World.publisher(clickHouse, postgres).dryRunRebuild(FenceGuard.of(++fence)).details()).containsEntry("rows_differing", 0L);
  }

  @Test
  void newVersionOfAWorkTable_recomputesThoseThatReadIt() {
    List<PublishedTable> tables = WalletTables.tables().stream().map(table -> copy(table, table.version(),
        table.inputs().stream().map(input -> input instanceof WorkTable work
            ? new WorkTable(work.name(), work.version() + 1, work.unit(), work.writer()) : input).toList(), table.writer())).toList();

    with(tables).publish(FenceGuard.of(++fence));

    assertThat(recomputedFor(WALLET)).isEqualTo(DERIVED_FROM_CHECKPOINTS);
    assertThat(World.publisher(clickHouse, postgres).dryRunRebuild(FenceGuard.of(++fence)).details()).containsEntry("rows_differing", 0L);
  }

  @Test
  void changedComment_recomputesNothing() {
    List<PublishedTable> tables = changed("outcome_positions_v2", table -> copy(table, table.version(), table.inputs(),
        (clickHouse, portion) -> clickHouse.execute("-- another comment\n" + Sql.load("ledger/positions"), portion.parameters())));

    Publication found = with(tables).findAffected(FenceGuard.of(++fence));

    assertThat(found.isEmpty()).isTrue();
  }

  @Test
  void processKilledWhileRecomputing_recomputesTheSameAgain() {
    List<PublishedTable> dying = changed("wallet_category_pnl", table -> copy(table, table.version() + 1, table.inputs(), (clickHouse, portion) -> {
      throw new IllegalStateException("dies");
    }));
    assertThatThrownBy(() -> with(dying).publish(FenceGuard.of(++fence))).hasMessage("dies");

    with(newVersion("wallet_category_pnl")).publish(FenceGuard.of(++fence));

    assertThat(recomputedFor(WALLET)).containsExactly("wallet_category_pnl");
    assertThat(states()).containsExactly("published", "dropped", "retained");
  }

  @Test
  void killedInPublication_andUpdated_recomputesWhatChanged() {
    List<PublishedTable> first = newVersion("wallet_condition_pnl");
    FenceGuard dying = whenPublishing(() -> clickHouse.execute("RENAME TABLE published_layers TO hidden", Map.of()));
    assertThatThrownBy(() -> with(first).publish(dying)).isInstanceOf(StoreRejectedException.class);
    clickHouse.execute("RENAME TABLE hidden TO published_layers", Map.of());

    List<PublishedTable> second = new ArrayList<>(first);
    second.replaceAll(table -> table.name().equals("token_last_prices") ? copy(table, table.version() + 1, table.inputs(), table.writer()) : table);
    StepResult result = with(second).publish(FenceGuard.of(++fence));

    assertThat(result.details()).containsEntry("recomputed_tables", List.of("token_last_prices")).containsEntry("build", 3L);
    assertThat(recomputedFor(WALLET)).as("of the run that completed the publication").isEmpty();
  }

  @Test
  void rollbackToAnotherVersion_isRecomputedByTheNextRun() {
    with(newVersion("wallet_category_pnl")).publish(FenceGuard.of(++fence));
    World.publisher(clickHouse, postgres).rollback(1, FenceGuard.of(++fence));

    assertThat(with(newVersion("wallet_category_pnl")).findAffected(FenceGuard.of(++fence)).outdated()).containsExactly("wallet_category_pnl");
  }

  @Test
  @Tag("proof")
  void newTable_isFilledAlone_andABuildWithoutItCanBeRolledBackTo() {
    clickHouse.execute("CREATE TABLE wallet_trade_counts__layers (wallet String, trades UInt64, revision UInt64, layer UInt64, is_deleted UInt8,"
        + " version UInt64 DEFAULT layer) ENGINE = ReplacingMergeTree(version, is_deleted) PARTITION BY layer ORDER BY wallet", Map.of());
    for (Map.Entry<String, String> view : Map.of("", "published", "__build", "staged").entrySet()) {
      clickHouse.execute("CREATE VIEW wallet_trade_counts" + view.getKey() + " AS SELECT wallet, trades, revision FROM wallet_trade_counts__layers FINAL"
          + " PREWHERE layer IN (SELECT arrayJoin(layers['wallet_trade_counts']) FROM published_layers FINAL WHERE name = '" + view.getValue() + "')", Map.of());
    }
    PublishedTable positions = WalletTables.tables().get(0);
    TableWriter writer = (clickHouse, portion) -> clickHouse.execute("INSERT INTO wallet_trade_counts__layers SELECT wallet, sum(trades), {fence:UInt64}, {build:UInt64}, 0, {build:UInt64}"
        + " FROM outcome_positions_v2__build WHERE {everything:UInt8} = 1 OR wallet IN (SELECT wallet FROM ledger_affected) GROUP BY wallet", portion.parameters());
    List<PublishedTable> tables = new ArrayList<>(WalletTables.tables());
    tables.add(new PublishedTable("wallet_trade_counts", 1, positions.unit(), List.of("wallet"), List.of(positions), writer));
    // a unit's tables are filled together, whatever their place in the list
    StepResult result = with(tables).publish(FenceGuard.of(++fence));
    assertThat(result.details()).containsEntry("recomputed_tables", List.of("wallet_trade_counts")).containsEntry("wallet_trade_counts", 2L);

    assertThat(with(tables).retained()).extracting(RetainedBuild::id).containsExactly(2L, 1L);
    with(tables).rollback(1, FenceGuard.of(++fence));
    assertThat(count("wallet_trade_counts")).as("stays as it is").isEqualTo(2);
    buy(OTHER, 2, 0, "5", "2");
    with(tables).publish(FenceGuard.of(++fence));
    assertThat(clickHouse.queryLong("SELECT sum(trades) FROM wallet_trade_counts", Map.of())).isEqualTo(5);

    // the former program does not know the table, and continues without it
    buy(OTHER, 2, 0, "5", "2");
    assertThat(World.publisher(clickHouse, postgres).publish(FenceGuard.of(++fence)).details()).containsEntry("wallets", 1L);
  }

  @Test
  @Tag("proof")
  void formerInstallation_keepsWhatIsPublished_recomputesAllOnce() {
    buy(OTHER, 2, 0, "5", "2");
    publish();
    List<PublishedTable> former = WalletTables.tables().stream().filter(table -> !Set.of("position_checkpoints", "condition_totals", "wallet_conditions").contains(table.name())).toList();
    Map<String, String> before = Tables.checksums(clickHouse, former);
    ClickHouseMigrations migrations = new ClickHouseMigrations(clickHouse);
    migrations.undoTo(109);
    clickHouse.execute("CREATE TABLE outcome_positions_v2__kept_1 AS outcome_positions_v2", Map.of());
    Map<String, List<String>> columns = Tables.columns(clickHouse, former);
    Map<String, String> formerRows = Tables.checksums(clickHouse, columns);
    new PostgresMigrations(postgres).remake("101");
    postgres.update("INSERT INTO ledger_builds (id, fence, definitions, state, everything, wallets, ended_at, retired_at) OVERRIDING SYSTEM VALUE"
        + " VALUES (1, 1, 'by a digest', 'kept', true, 2, now(), now()), (2, 2, 'by a digest', 'published', false, 1, now(), NULL)");
    postgres.queryOne("SELECT setval(pg_get_serial_sequence('ledger_builds', 'id'), 2)", row -> row.getLong(1));
    postgres.update("UPDATE ledger_state SET watermark = 2, definitions = 'by a digest'");
    postgres.update("INSERT INTO runs (kind, trigger, status) VALUES ('nightly', 'cli', 'success')");
    postgres.update("INSERT INTO run_steps (run_id, step, position, status, started_at, work)"
        + " SELECT max(id), unnest(ARRAY['outcomes', 'gates']), 1, 'success', now(), unnest(ARRAY['publish-wallets', 'gates']) FROM runs");

    migrations.migrate();
    new PostgresMigrations(postgres).migrate();

    assertThat(Tables.checksums(clickHouse, columns)).isEqualTo(formerRows);
    assertThat(clickHouse.query("SELECT name FROM system.tables WHERE database = currentDatabase() AND match(name, '__(kept|retained)_')", Map.of(),
        row -> row.getString(1))).isEmpty();
    Publisher publisher = World.publisher(clickHouse, postgres);
    assertThat(publisher.retained()).extracting(RetainedBuild::id).containsExactly(2L);
    assertThat(publisher.publish(FenceGuard.of(++fence)).details()).containsEntry("wallets", 2L)
        .hasEntrySatisfying("recomputed_tables", tables -> assertThat((List<?>) tables).hasSameSizeAs(WalletTables.tables()));
    assertThat(Tables.checksums(clickHouse, former)).isEqualTo(before);
    assertThat(Tables.checksums(clickHouse, columns)).as("no fees were charged").isEqualTo(formerRows);
    assertThat(publisher.publish(FenceGuard.of(++fence)).rows()).isZero();
    assertThat(postgres.query("SELECT step FROM run_steps ORDER BY step", row -> row.getString(1))).containsExactly("gates", "publish-wallets");
  }

  private Publisher with(List<PublishedTable> tables) {
    return new Publisher(clickHouse, postgres, new PublishedTables(tables), 2);
  }

  private static List<PublishedTable> newVersion(String name) {
    return changed(name, table -> copy(table, table.version() + 1, table.inputs(), table.writer()));
  }

  private static List<PublishedTable> changed(String name, UnaryOperator<PublishedTable> change) {
    return WalletTables.tables().stream().map(table -> table.name().equals(name) ? change.apply(table) : table).toList();
  }

  private static PublishedTable copy(PublishedTable table, int version, List<Derived> inputs, TableWriter writer) {
    return new PublishedTable(table.name(), version, table.unit(), table.key(), inputs, writer, table.verifications());
  }

  /** The tables of wallets in which the last run wrote the rows of a wallet, by name. */
  private List<String> recomputedFor(String wallet) {
    return WalletTables.tables().stream().filter(table -> table.unit().name().equals("wallets")).map(PublishedTable::name)
        .filter(table -> clickHouse.queryLong("SELECT countIf(revision = {fence:UInt64}) FROM {table:Identifier} WHERE wallet = {wallet:String}",
            Map.of("fence", fence, "table", table, "wallet", wallet)) > 0).sorted().toList();
  }

  private List<String> states() {
    return postgres.query("SELECT state FROM ledger_builds ORDER BY id DESC", row -> row.getString(1));
  }

  /** A holder to whom something happens once the publication is decided. */
  private FenceGuard whenPublishing(Runnable happens) {
    return TestFences.inTransaction(++fence, 1, happens);
  }
}
