package io.cascadian.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.clickhouse.data.ClickHouseFormat;
import io.cascadian.dev.embedded.ClusterNodes;
import io.cascadian.dev.simulator.MarketSimulator;
import io.cascadian.dev.simulator.SimulationOptions;
import io.cascadian.markets.CategoryDefinitions;
import io.cascadian.store.BulkInsert;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.ClickHouseClients;
import io.cascadian.store.ClickHouseMigrations;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.LostLockException;
import io.cascadian.store.Postgres;
import io.cascadian.store.StepResult;
import io.cascadian.store.StoreException;
import io.cascadian.store.StoreRejectedException;
import io.cascadian.testkit.TestFences;
import io.cascadian.testkit.TestStores;
import io.cascadian.testkit.World;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Publication on two ClickHouse processes that share a market by wallet, beside one that has all of it. Readers ask both nodes all the time; nodes are killed. In
 * order, each test being one more night of the same history.
 */
@Tag("proof")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TwoNodesIT {

  private static final long ANCHOR = 1_760_000_000L;
  private static final long DAY = 86_400;
  private static final int NIGHTS = 20;
  private static final String DATABASE = "ledger";
  private static final List<String> CATALOGUE = List.of("events_dim", "markets_dim", "tokens_dim", "contracts");
  private static final List<String> READ = List.of("position_checkpoints", "trade_cashflows_v3", "condition_totals", "token_last_prices");
  private static final List<String> TABLES = World.tables().stream().map(PublishedTable::name).toList();

  private static final MarketSimulator.Result SIMULATED = MarketSimulator.generate(SimulationOptions.of(3, 0.05, ANCHOR));

  /** All of the history, as it was ingested; nothing is published of it. */
  private static World source;
  private static ClickHouse single;
  private static Postgres singlePostgres;
  private static ClusterNodes cluster;
  private static List<ClickHouse> nodes;
  /** Connections to what the product offers readers, on each node. */
  private static List<ClickHouse> readers;
  private static Postgres postgres;
  private static ClusterReaders reading;
  private static long fence;
  /** What the one server published in each night, by table. */
  private static final List<Map<String, String>> BUILDS = new ArrayList<>();
  private static final Map<String, Set<String>> PERMITTED = new HashMap<>();

  @BeforeAll
  static void startNodes() throws Exception {
    source = new World(SIMULATED.dataset(), ANCHOR + 600);
    source.catalogue(1, CategoryDefinitions.builtIn());
    source.ingest(1);
    single = TestStores.freshClickHouse();
    singlePostgres = TestStores.freshPostgres();
    cluster = ClusterNodes.start(Path.of("target", "two-nodes-" + ProcessHandle.current().pid()), 2);
    nodes = List.of(ClickHouseClients.connect(cluster.node(0).settings(DATABASE)), ClickHouseClients.connect(cluster.node(1).settings(DATABASE)));
    for (ClickHouse node : nodes) {
      new ClickHouseMigrations(node).migrate();
      // as docs/deployment.md has it
      node.query(Files.readString(Path.of("deploy/clickhouse/cluster-views.sql")), Map.of("cluster", ClusterNodes.CLUSTER, "database", DATABASE), row -> row.getString(1))
          .forEach(statement -> node.execute(statement, Map.of()));
    }
    readers = List.of(ClickHouseClients.to(cluster.node(0).settings(DATABASE + "_cluster")), ClickHouseClients.to(cluster.node(1).settings(DATABASE + "_cluster")));
    postgres = TestStores.freshPostgres();
    permit(ClusterReaders.checksums(readers.get(0), TABLES));
    reading = new ClusterReaders(readers, READ);
  }

  @AfterAll
  static void close() throws Exception {
    if (reading != null) {
      reading.close();
    }
    if (nodes != null) {
      Stream.concat(nodes.stream(), readers.stream()).forEach(ClickHouse::close);
    }
    if (cluster != null) {
      cluster.close();
    }
    postgres.close();
    singlePostgres.close();
    TestStores.drop(single);
    source.close();
  }

  @Test
  @Order(1)
  void bothNodes_together_haveWhatOneHas() {
    night();
    publisher().publish(FenceGuard.of(++fence));

    assertBothShowNewest();
    for (String table : List.of("position_checkpoints", "wallet_condition_pnl", "condition_totals", "token_last_prices")) {
      assertThat(nodes).as(table).allSatisfy(node -> assertThat(node.queryLong("SELECT count() FROM " + table, Map.of())).isGreaterThan(100));
    }
    assertThat(readers.get(1).queryLong("SELECT count() - uniqExact(wallet, condition_id, outcome_index) FROM position_checkpoints", Map.of())).isZero();
    // what adding truncated payouts would get wrong is in this market
    assertThat(readers.get(0).queryLong("SELECT count() FROM (SELECT condition_id, sum(imbalance_usd) AS added FROM condition_totals__layers FINAL GROUP BY condition_id) AS n"
        + " INNER JOIN condition_totals AS t ON t.condition_id = n.condition_id WHERE n.added != t.imbalance_usd", Map.of())).isPositive();
  }

  @Test
  @Order(2)
  void nodeKilledWhileFilling_publishesNothing_nextRunDoes() {
    night();
    crash(1, () -> publisher(before("wallet_category_pnl", 1, () -> kill(1))).publish(FenceGuard.of(++fence)));
    assertBothShow(build(1));

    publisher().publish(FenceGuard.of(++fence));
    assertBothShowNewest();
  }

  @Test
  @Order(3)
  void nodeKilledBeforeVerification_publishesNothing_nextRunDoes() {
    night();
    // the first node is complete by then, the second one after this table
    crash(0, () -> publisher(before("token_last_prices", 1, () -> kill(0))).publish(FenceGuard.of(++fence)));
    assertBothShow(build(1));

    publisher().publish(FenceGuard.of(++fence));
    assertBothShowNewest();
  }

  @Test
  @Order(4)
  void buildWrongOnOneNode_isPublishedOnNone() {
    night();
    UnaryOperator<PublishedTable> wrong = after("trade_cashflows_v3", 1, () -> {
      long build = nodes.get(1).queryLong("SELECT max(layer) FROM trade_cashflows_v3__layers", Map.of());
      nodes.get(1).execute("ALTER TABLE trade_cashflows_v3__layers UPDATE clob = clob + 1 WHERE layer = " + build + " SETTINGS mutations_sync = 1", Map.of());
    });
    assertThatThrownBy(() -> publisher(wrong).publish(FenceGuard.of(++fence)))
        .isInstanceOfSatisfying(BuildRejectedException.class, e -> assertThat(e.findings()).isNotEmpty().allSatisfy(f -> assertThat(f).startsWith("node 2: cash")));
    assertBothShow(build(1));

    publisher().publish(FenceGuard.of(++fence));
    assertBothShowNewest();
  }

  @Test
  @Order(5)
  void firstNodeKilledAfterDecision_noneShowsIt_nextRunCompletes() {
    night();
    crash(0, () -> publisher().publish(whenChecked(1, () -> kill(0))));
    assertBothShow(build(1));

    assertThat(publisher().publish(FenceGuard.of(++fence)).rows()).as("nothing is left to build").isZero();
    assertBothShowNewest();
  }

  @Test
  @Order(6)
  void pointerOnOneNode_eachShowsOneBuild_nextRunCompletes() {
    night();
    crash(1, () -> publisher().publish(whenChecked(1, () -> kill(1))));
    assertThat(ClusterReaders.checksums(readers.get(0), TABLES)).isEqualTo(build(0));
    assertThat(ClusterReaders.checksums(readers.get(1), TABLES)).isEqualTo(build(1));
    // what the views would show if each node looked up for itself which layers count
    String ownLookUp = "(SELECT * EXCEPT (layer, is_deleted, version) FROM trade_cashflows_v3__layers FINAL PREWHERE layer IN (SELECT arrayJoin(layers['trade_cashflows_v3']) FROM "
        + DATABASE + ".published_layers FINAL WHERE name = 'published') SETTINGS apply_prewhere_after_final = 0, defer_partition_pruning_after_final = 0)";
    assertThat(ClusterReaders.checksum(readers.get(0), ownLookUp)).isNotIn(build(0).get("trade_cashflows_v3"), build(1).get("trade_cashflows_v3"));
    // nothing is dropped that a node still reads
    publisher().recordGateResult(true, true, FenceGuard.of(++fence));
    assertThat(ClusterReaders.checksums(readers.get(1), TABLES)).isEqualTo(build(1));

    publisher().findAffected(FenceGuard.of(++fence));
    assertBothShowNewest();
  }

  @Test
  @Order(7)
  void publisherDiesBeforeWatermark_nextRunMovesIt() {
    night();
    assertThatThrownBy(() -> publisher().publish(whenChecked(2, () -> {
      throw new IllegalStateException("dies");
    }))).hasMessage("dies");
    assertBothShowNewest();

    assertThat(publisher().publish(FenceGuard.of(++fence)).rows()).isZero();
    assertBothShowNewest();
    assertThat(publisher().dryRunRebuild(FenceGuard.of(++fence)).details()).containsEntry(Publisher.ROWS_DIFFERING, 0L);
  }

  @Test
  @Order(8)
  void nodeKilledInRetention_keepsWhatIsRead_dropsTheRestLater() {
    Set<Long> before = layers(1);
    assertThat(layers(0)).isEqualTo(before);
    crash(1, () -> publisher().recordGateResult(true, true, whenChecked(2, () -> kill(1))));
    // those of the build that was rejected
    Set<Long> unused = unused(before);
    assertThat(unused).isNotEmpty();
    assertThat(layers(0)).isSubsetOf(before).doesNotContainAnyElementsOf(unused);
    assertThat(layers(1)).containsAll(unused);
    assertBothShowNewest();

    publisher().recordGateResult(true, true, FenceGuard.of(++fence));
    assertThat(layers(1)).isEqualTo(layers(0));
    assertBothShowNewest();
    assertThat(publisher().retained()).hasSize(1 + Publisher.RETAINED_BUILDS);
    night();
    publisher().publish(FenceGuard.of(++fence));
    assertBothShowNewest();
  }

  @Test
  @Order(9)
  void nodeKilledInRollback_eachShowsOneBuild_nextRunAddsTheRest() {
    List<RetainedBuild> retained = publisher().retained();
    Map<String, String> newest = build(0);
    Map<String, String> target = build(1);
    StepResult preview = publisher().dryRunRollback(retained.get(1).id(), FenceGuard.of(++fence));
    assertThat((Long) preview.details().get(Publisher.ROWS_DIFFERING)).isPositive();

    crash(1, () -> publisher().rollback(retained.get(1).id(), whenChecked(1, () -> kill(1))));
    assertThat(ClusterReaders.checksums(readers.get(0), TABLES)).isEqualTo(target);
    assertThat(ClusterReaders.checksums(readers.get(1), TABLES)).isEqualTo(newest);
    publisher().rollback(retained.get(1).id(), FenceGuard.of(++fence));
    assertBothShow(target);

    publisher().publish(FenceGuard.of(++fence));
    assertBothShowNewest();
  }

  @Test
  @Order(10)
  void layerLostOnOneNode_isNoticed_andRecomputed() {
    long layer = nodes.get(1).queryLong("SELECT max(layer) FROM wallet_condition_pnl__layers", Map.of());
    assertThat(nodes.get(0).queryLong("SELECT count() FROM wallet_condition_pnl__layers WHERE layer = " + layer, Map.of())).isPositive();
    // readers are not to note what a disk lost
    pauseReading(() -> {
      nodes.get(1).execute("ALTER TABLE wallet_condition_pnl__layers DROP PARTITION " + layer, Map.of());
      assertThat(publisher().publish(FenceGuard.of(++fence)).details()).hasEntrySatisfying("recomputed_tables",
          tables -> assertThat(tables).asList().contains("wallet_condition_pnl").doesNotContain("position_checkpoints"));
    });
    assertBothShowNewest();
  }

  @Test
  @Order(11)
  void holderThatLostTheLock_movesNoPointer() {
    night();
    long stale = ++fence;
    long successor = ++fence;
    for (ClickHouse node : nodes) {
      node.execute("INSERT INTO fences (fence) VALUES (" + successor + ")", Map.of());
    }
    assertThatThrownBy(() -> publisher().publish(FenceGuard.of(stale))).isInstanceOf(LostLockException.class);
    assertBothShow(build(1));

    publisher().publish(FenceGuard.of(successor));
    assertBothShowNewest();
  }

  @Test
  @Order(12)
  void nodesKilledAtAnyMoment_nightsEndAsOnOneServer() throws Exception {
    Random random = new Random(5);
    // how long it took when no process was killed, on this machine
    long usual = publishNight();
    for (int i = 0; i < 4; i++) {
      night();
      int victim = random.nextInt(2);
      long delay = (long) (random.nextDouble() * usual);
      Thread killer = new Thread(() -> {
        try {
          TimeUnit.MILLISECONDS.sleep(delay);
          kill(victim);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      });
      killer.start();
      try {
        publisher().publish(FenceGuard.of(++fence));
        publisher().recordGateResult(true, false, FenceGuard.of(fence));
      } catch (StoreException e) {
        assertThat(killed).as("%s", e).isTrue();
      }
      killer.join();
      restart(victim);
      publisher().publish(FenceGuard.of(++fence));
      publisher().recordGateResult(true, false, FenceGuard.of(fence));
      assertBothShowNewest();
      assertThat(layers(1)).isEqualTo(layers(0));
    }
    assertThat(publisher().dryRunRebuild(FenceGuard.of(++fence)).details()).containsEntry(Publisher.ROWS_DIFFERING, 0L);
  }

  @Test
  @Order(13)
  void exchangeOnEachNode_mixesBuilds() {
    for (ClickHouse node : nodes) {
      node.execute("CREATE TABLE exchanged (build UInt64) ENGINE = MergeTree ORDER BY build AS SELECT 1", Map.of());
      node.execute("CREATE TABLE exchanged__build (build UInt64) ENGINE = MergeTree ORDER BY build AS SELECT 2", Map.of());
      node.execute("CREATE TABLE whole AS exchanged ENGINE = Distributed(" + ClusterNodes.CLUSTER + ", currentDatabase(), exchanged)", Map.of());
    }
    // what ON CLUSTER makes each server do when it comes to the task; without a Keeper there is no queue of them
    assertThatThrownBy(() -> nodes.get(0).execute("EXCHANGE TABLES exchanged AND exchanged__build ON CLUSTER " + ClusterNodes.CLUSTER, Map.of()))
        .isInstanceOf(StoreRejectedException.class);
    nodes.get(0).execute("EXCHANGE TABLES exchanged AND exchanged__build", Map.of());
    assertThat(nodes).allSatisfy(node -> assertThat(node.query("SELECT build FROM whole ORDER BY build", Map.of(), row -> row.getLong(1))).containsExactly(1L, 2L));
  }

  @Test
  @Order(14)
  void readersOfBothNodes_sawOnlyWholeVerifiedBuilds() throws Exception {
    reading.close();
    for (String table : READ) {
      assertThat(reading.answers().get(table)).as(table).isSubsetOf(PERMITTED.get(table));
    }
    // enough was seen for that to mean something
    assertThat(reading.answers().get("position_checkpoints")).hasSizeGreaterThan(6);
    assertThat(reading.answered()).isGreaterThan(500);
    assertThat(reading.failed()).isPositive();
  }

  /** Returns for how long a night's publication goes on, in milliseconds. */
  private static long publishNight() {
    night();
    long begin = System.nanoTime();
    publisher().publish(FenceGuard.of(++fence));
    publisher().recordGateResult(true, false, FenceGuard.of(fence));
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
  }

  /** One more day of the market: events and resolutions that came, and some that were corrected. The one server gets all and publishes it, each node its own. */
  private static void night() {
    int day = BUILDS.size();
    long own = ++fence;
    String wallets = "cityHash64(wallet) % " + nodes.size() + " = ";
    receive(single, day, own, "1");
    for (int shard = 0; shard < nodes.size(); shard++) {
      receive(nodes.get(shard), day, own, wallets + shard);
    }
    World.publisher(single, singlePostgres).publish(FenceGuard.of(own));
    Map<String, String> build = ClusterReaders.checksums(single, TABLES);
    if (day > 0) {
      assertThat(build.get("position_checkpoints")).as("something happened").isNotEqualTo(build(0).get("position_checkpoints"));
    }
    BUILDS.add(build);
    permit(build);
  }

  private static void receive(ClickHouse server, int day, long own, String wallets) {
    if (day == 0) {
      CATALOGUE.forEach(table -> copy(table, server, own, "1"));
      thirds(server, own, wallets);
    }
    long until = ANCHOR - (NIGHTS - day) * DAY;
    String came = wallets + " AND ts <= toDateTime(" + until + ", 'UTC') AND ts > toDateTime(" + (day == 0 ? 0 : until - DAY) + ", 'UTC')";
    copy("trades_raw", server, own, came);
    copy("position_events", server, own, came);
    copy("market_resolutions", server, own, "cityHash64(condition_id) % " + NIGHTS + " = " + day);
    server.execute("INSERT INTO corrected_events SELECT wallet, token_id, '', '', " + own + " FROM trades_raw FINAL WHERE " + corrected(day), Map.of());
    server.execute("INSERT INTO trades_raw SELECT * REPLACE (" + own + " AS revision, shares + 1 AS shares) FROM trades_raw FINAL WHERE " + corrected(day), Map.of());
  }

  /** Conditions that pay thirds to wallets of both nodes, who all traded in one second: no node can round by itself, or know the last price. */
  private static void thirds(ClickHouse server, long own, String wallets) {
    String conditions = " FROM (SELECT leftPad(toString(900000 + number), 64, '0') AS condition_id, number FROM numbers(9))";
    server.execute("INSERT INTO tokens_dim SELECT 910000 + 2 * number + outcome, condition_id, outcome, 'test', " + own + ", 0" + conditions
        + " ARRAY JOIN [0, 1] AS outcome", Map.of());
    server.execute("INSERT INTO markets_dim (condition_id, market_id, outcomes, revision) SELECT condition_id, toString(number), ['Yes', 'No'], " + own + conditions, Map.of());
    server.execute("INSERT INTO market_resolutions (condition_id, source, payout_numerators, payout_denominator, vector_order, revision)"
        + " SELECT condition_id, 'chain', [1, 2], 3, 'INDEX', " + own + conditions, Map.of());
    server.execute("INSERT INTO trades_raw (new_event_id, wallet, role, token_id, direction, shares, usd, fee, era, ts, revision)"
        + " SELECT concat('third', toString(number)), concat('0x', leftPad(toString(number), 40, '7')) AS wallet, 'TAKER', 910000 + 2 * intDiv(number, 15), 'BUY', 1.000001,"
        + " toDecimal64(1 + number, 6) / 1000, 0, 'V1', toDateTime(" + (ANCHOR - (NIGHTS + 1) * DAY) + ", 'UTC'), " + own + " FROM numbers(135) WHERE " + wallets, Map.of());
  }

  private static String corrected(int day) {
    return "cityHash64(event_id) % 1000 = " + day;
  }

  /** What the one server published so many nights ago. */
  private static Map<String, String> build(int nights) {
    return BUILDS.get(BUILDS.size() - 1 - nights);
  }

  private static void permit(Map<String, String> build) {
    build.forEach((table, checksum) -> PERMITTED.computeIfAbsent(table, name -> new HashSet<>()).add(checksum));
  }

  private static void copy(String table, ClickHouse server, long revision, String condition) {
    ClickHouse from = source.clickHouse;
    List<String> columns = from.query("SELECT name FROM system.columns WHERE database = currentDatabase() AND table = {table:String}"
        + " AND default_kind NOT IN ('ALIAS', 'MATERIALIZED', 'EPHEMERAL') ORDER BY position", Map.of("table", table), row -> row.getString(1));
    if (from.queryLong("SELECT count() FROM " + table + " WHERE " + condition, Map.of()) == 0) {
      return;
    }
    String values = columns.stream().map(column -> column.equals("revision") ? "toUInt64(" + revision + ") AS revision" : column).collect(Collectors.joining(", "));
    try (InputStream rows = from.open(null, "SELECT " + values + " FROM " + table + " WHERE " + condition, Map.of(), ClickHouseFormat.Native)) {
      server.insert(new BulkInsert(null, table, columns, ClickHouseFormat.Native, Map.of("async_insert", "0")), rows);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Publisher publisher() {
    return publisher(table -> table);
  }

  private static Publisher publisher(UnaryOperator<PublishedTable> changed) {
    return new Publisher(nodes, postgres, new PublishedTables(World.tables().stream().map(changed).toList()), Publisher.RETAINED_BUILDS);
  }

  /** Something happens before a node's layer of a table is filled. */
  private static UnaryOperator<PublishedTable> before(String name, int node, Runnable happens) {
    return writing(name, node, happens, () -> { });
  }

  private static UnaryOperator<PublishedTable> after(String name, int node, Runnable happens) {
    return writing(name, node, () -> { }, happens);
  }

  private static UnaryOperator<PublishedTable> writing(String name, int node, Runnable before, Runnable after) {
    return table -> !table.name().equals(name) ? table
        : new PublishedTable(name, table.version(), table.unit(), table.key(), table.inputs(), (clickHouse, portion) -> {
          boolean here = clickHouse == nodes.get(node);
          if (here) {
            before.run();
          }
          long rows = table.writer().write(clickHouse, portion);
          if (here) {
            after.run();
          }
          return rows;
        }, table.verifications());
  }

  private static volatile boolean killed;

  private static void kill(int node) {
    killed = true;
    // the engine as a library can end without a message when the other shard dies in the middle of its query
    reading.betweenQuestions(() -> cluster.node(node).kill());
  }

  /** Does what a killed node makes fail, and starts that node again. */
  private static void crash(int node, Runnable work) {
    killed = false;
    assertThatThrownBy(work::run).isInstanceOf(StoreException.class);
    assertThat(killed).as("it was killed").isTrue();
    assertThat(cluster.node(1 - node).isRunning()).as("the other node was not killed; if it ended, its log shows why").isTrue();
    restart(node);
  }

  private static void restart(int node) {
    cluster.node(node).start();
    // connections of before are used up
    while (!nodes.get(node).ping() || !readers.get(node).ping()) {
      LockSupport.parkNanos(50_000_000);
    }
    killed = false;
  }

  /** A holder to whom something happens in its n-th transaction. */
  private static FenceGuard whenChecked(int transaction, Runnable happens) {
    return TestFences.inTransaction(++fence, transaction, happens);
  }

  private static void assertBothShowNewest() {
    assertBothShow(build(0));
  }

  private static void assertBothShow(Map<String, String> build) {
    assertThat(ClusterReaders.checksums(readers.get(0), TABLES)).isEqualTo(build);
    assertThat(ClusterReaders.checksums(readers.get(1), TABLES)).isEqualTo(build);
  }

  private static Set<Long> layers(int node) {
    return new HashSet<>(nodes.get(node).query("SELECT DISTINCT layer FROM position_checkpoints__layers", Map.of(), row -> row.getLong(1)));
  }

  /** Those of the layers that no build is read from. */
  private static Set<Long> unused(Set<Long> layers) {
    Set<Long> unused = new HashSet<>(layers);
    postgres.query("SELECT unnest(t.layers) FROM build_tables AS t JOIN ledger_builds AS b ON b.id = t.build"
        + " WHERE t.name = 'position_checkpoints' AND b.state IN ('published', 'retained', 'publishing')", row -> row.getLong(1)).forEach(unused::remove);
    return unused;
  }

  private static void pauseReading(Runnable work) {
    try {
      reading.close();
      work.run();
      reading = reading.resumed(readers, READ);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
