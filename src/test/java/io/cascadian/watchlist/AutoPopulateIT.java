package io.cascadian.watchlist;

import static io.cascadian.watchlist.WatchedWorld.condition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.ClickHouseClients;
import io.cascadian.store.ClickHouseSettings;
import io.cascadian.store.Postgres;
import io.cascadian.store.PostgresSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** What a strategy's list is filled with, and that nothing which databases do stops it from being answered. */
class AutoPopulateIT {

  private static final long NOW = 1_760_000_000;
  /** Long enough for any machine: these tests are not about time. */
  private static final AutoPopulate.Limits PATIENT = new AutoPopulate.Limits(Duration.ofSeconds(60), Duration.ofSeconds(10));
  private static final Fallback DEFAULTS =
      Fallback.of(IntStream.range(90, 120).mapToObj(WatchedWorld::condition).toList(), "", 3);

  private static WatchedWorld world;

  @BeforeAll
  static void trade() {
    world = new WatchedWorld();
    world.markets(1, 5, "Sports");
    world.markets(6, 9, "Politics");
    world.markets(10, 10, "Économie");
    // the last price of each is that of its newest trade
    world.buy(1, 1, 0, "100", "40", NOW);
    world.buy(1, 2, 1, "100", "60", NOW);
    world.buy(2, 2, 1, "10", "6", NOW + 1);
    world.buy(1, 3, 0, "500", "250", NOW);
    world.resolve(3);
    // as much of both outcomes stands for nothing, however large
    world.split(1, 4, "100000");
    world.buy(7, 6, 0, "10", "5", NOW - 8 * 86_400);
    world.buy(7, 7, 0, "1000", "10", NOW - 3 * 86_400);
    world.buy(7, 8, 0, "10", "9", NOW - 6 * 86_400);
    // worth and traded more than any other, and resolved since the tables were published, as by a dropped map
    world.buy(1, 5, 0, "900", "800", NOW);
    world.buy(7, 9, 0, "5000", "4000", NOW);
    world.buy(7, 10, 0, "10", "9", NOW);
    world.publish();
    world.resolve(5);
    world.resolve(9);
  }

  @AfterAll
  static void close() {
    world.close();
  }

  private static AutoPopulate populate(ClickHouse clickHouse, Fallback fallback) {
    return new AutoPopulate(world.strategies, world.watchlist, clickHouse, fallback, PATIENT);
  }

  @Test
  void holdings_precedeCategoryVolume() {
    long id = world.strategy("both", true, List.of(1, 2), "politics", "Chess");
    try (AutoPopulate populate = populate(world.clickHouse, DEFAULTS)) {
      PopulateResult result = populate.autoPopulateWatchlist(id);
      assertThat(result.status()).isEqualTo(PopulateResult.Status.FILLED);
      assertThat(result.warnings()).isEmpty();
      assertThat(world.list(id)).containsExactly("2 held", "1 held", "7 volume", "8 volume");
      assertThat(result.entries()).allMatch(PopulateResult.Entry::added).first().extracting(PopulateResult.Entry::reason)
          .isEqualTo("2 tracked wallets hold it, worth 66.00 USDC");
      assertThat(world.watchlist.find(id, condition(7)).orElseThrow().metadata()).isEqualTo("{\"usd\": 10.000000, \"trades\": 1}");

      // again: nothing twice, and what somebody took off stays off until somebody puts it back
      assertThat(world.watchlist.remove(id, condition(2))).isTrue();
      PopulateResult again = populate.autoPopulateWatchlist(id);
      assertThat(again.entries()).noneMatch(PopulateResult.Entry::added).extracting(e -> e.source().label())
          .containsExactly("held", "volume", "volume");
      assertThat(world.list(id)).containsExactly("1 held", "7 volume", "8 volume");
      assertThat(world.watchlist.add(id, condition(2), "after all").orElseThrow().isNew()).isTrue();
      assertThat(world.watchlist.remove(id, condition(2))).isTrue();
      assertThat(world.watchlist.remove(id, condition(2))).isFalse();
    }
  }

  @Test
  void listChange_isLoggedWithRequest() {
    long id = world.strategy("told", true, List.of(), "Politics");
    Logger logger = (Logger) LoggerFactory.getLogger(Watchlist.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    MDC.put("request", "request-1");
    try (AutoPopulate populate = populate(world.clickHouse, DEFAULTS)) {
      populate.autoPopulateWatchlist(id);
      populate.autoPopulateWatchlist(id);
      world.watchlist.add(id, condition(1), "by hand");
      world.watchlist.add(id, condition(1), "again");
      world.watchlist.remove(id, condition(1));
      world.watchlist.remove(id, condition(1));
    } finally {
      MDC.clear();
      logger.detachAppender(lines);
    }
    String list = "Watchlist of strategy " + id + ": ";
    assertThat(lines.list).extracting(ILoggingEvent::getFormattedMessage).containsExactly(
        list + condition(7) + " added, source volume", list + condition(8) + " added, source volume",
        list + condition(1) + " added, source manual", list + condition(1) + " removed");
    assertThat(lines.list).extracting(line -> line.getMDCPropertyMap().get("request")).containsOnly("request-1");
  }

  @Test
  void noData_usesDefaults_elseNothing() {
    long id = world.strategy("nothing held", true, List.of(55), "Chess");
    try (AutoPopulate populate = populate(world.clickHouse, DEFAULTS)) {
      PopulateResult result = populate.autoPopulateWatchlist(id);
      assertThat(result.status()).isEqualTo(PopulateResult.Status.FALLBACK);
      assertThat(result.warnings()).containsExactly("no data: the markets of DEFAULT_CONDITION_IDS");
      assertThat(world.list(id)).containsExactly("90 default", "91 default", "92 default");
    }
    long other = world.strategy("nothing at all", true, List.of());
    try (AutoPopulate populate = populate(world.clickHouse, Fallback.of(List.of(), "0x" + "0".repeat(64), 10))) {
      PopulateResult result = populate.autoPopulateWatchlist(other);
      assertThat(result.status()).isEqualTo(PopulateResult.Status.EMPTY);
      assertThat(result.entries()).isEmpty();
      assertThat(result.warnings()).singleElement().asString().contains("DEFAULT_CONDITION_IDS names no market");
      assertThat(populate.autoPopulateWatchlist(987_654).status()).isEqualTo(PopulateResult.Status.UNKNOWN_STRATEGY);
    }
    assertThat(Fallback.of(List.of(), "0X" + "A".repeat(64), 10).conditions()).containsExactly("a".repeat(64));
  }

  @Test
  void failedQuery_isWarning_otherIsUsed() {
    long id = world.strategy("half", true, List.of(1), "Politics");
    world.clickHouse.execute("RENAME TABLE wallet_open_positions TO away", Map.of());
    try (AutoPopulate populate = populate(world.clickHouse, DEFAULTS)) {
      PopulateResult result = populate.autoPopulateWatchlist(id);
      assertThat(result.status()).isEqualTo(PopulateResult.Status.FILLED);
      assertThat(result.warnings()).containsExactly("what is held: ClickHouse rejected the query with code 60");
      assertThat(world.list(id)).containsExactly("7 volume", "8 volume");
    } finally {
      world.clickHouse.execute("RENAME TABLE away TO wallet_open_positions", Map.of());
    }
  }

  @Test
  void onlyQueryFailed_noDefaultsAreUsed() {
    long wallets = world.strategy("wallets only", true, List.of(1));
    long categories = world.strategy("categories only", true, List.of(), "Politics");
    world.clickHouse.execute("RENAME TABLE token_last_prices TO away", Map.of());
    try (AutoPopulate populate = populate(world.clickHouse, DEFAULTS)) {
      for (long id : List.of(wallets, categories)) {
        PopulateResult result = populate.autoPopulateWatchlist(id);
        assertThat(result.status()).isEqualTo(PopulateResult.Status.EMPTY);
        assertThat(result.warnings()).hasSize(2).first().asString()
            .isEqualTo((id == wallets ? "what is held" : "what is traded") + ": ClickHouse rejected the query with code 60");
        assertThat(world.list(id)).isEmpty();
      }
    } finally {
      world.clickHouse.execute("RENAME TABLE away TO token_last_prices", Map.of());
    }
  }

  @Test
  void category_ignoresCase_inAnyAlphabet() {
    long id = world.strategy("abroad", true, List.of(), "ÉCONOMIE");
    try (AutoPopulate populate = populate(world.clickHouse, DEFAULTS)) {
      populate.autoPopulateWatchlist(id);
    }
    assertThat(world.list(id)).containsExactly("10 volume");
  }

  @Test
  void removalDuringFill_staysRemoved() throws Exception {
    long id = world.strategy("taken off meanwhile", true, List.of());
    List<Candidate> found = List.of(new Candidate(condition(1), EntrySource.HELD, "found before it was taken off", "{}"),
        new Candidate(condition(2), EntrySource.HELD, "found before it was taken off", "{}"));
    world.watchlist.add(id, condition(1), "by hand");
    world.watchlist.add(id, condition(2), "by hand");
    world.watchlist.remove(id, condition(1));
    assertThat(world.watchlist.addAll(id, found)).isEmpty();

    // the other is taken off by a request that has not come to its end when the list is filled
    CompletableFuture<Set<String>> filling = world.postgres.inTransaction("take off", connection -> {
      try (Statement statement = connection.createStatement()) {
        statement.execute("SELECT id FROM strategies WHERE id = " + id + " FOR NO KEY UPDATE");
        statement.execute("DELETE FROM strategy_watchlist WHERE strategy_id = " + id);
        statement.execute("INSERT INTO strategy_watchlist_removals (strategy_id, condition_id) VALUES (" + id + ", '" + condition(2) + "')");
      }
      CompletableFuture<Set<String>> begun = CompletableFuture.supplyAsync(() -> world.watchlist.addAll(id, found));
      await().atMost(Duration.ofSeconds(30)).until(() -> world.postgres.queryOne(
          "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')",
          row -> row.getBoolean(1)).orElseThrow());
      return begun;
    });
    assertThat(filling.get()).isEmpty();
    assertThat(world.list(id)).isEmpty();
  }

  @Test
  void silentDatabases_doNotDelayTheAnswer() throws IOException {
    long id = world.strategy("hanging", true, List.of(1), "Politics");
    try (ServerSocket hole = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        ClickHouse deaf = ClickHouseClients.to(ClickHouseSettings.of("http://127.0.0.1:" + hole.getLocalPort(), "u", "", "x").within(Duration.ofSeconds(3)));
        Postgres deafPostgres = Postgres.connect(
            new PostgresSettings("jdbc:postgresql://127.0.0.1:" + hole.getLocalPort() + "/x", "x", "x", 2));
        AutoPopulate withoutClickHouse = new AutoPopulate(world.strategies, world.watchlist, deaf, DEFAULTS);
        AutoPopulate withoutBoth =
            new AutoPopulate(new Strategies(deafPostgres), new Watchlist(deafPostgres), deaf, DEFAULTS)) {
      PopulateResult result = inTime(withoutClickHouse, id);
      // what could not be asked is not known to be missing: the defaults are not for this
      assertThat(result.status()).isEqualTo(PopulateResult.Status.EMPTY);
      assertThat(result.entries()).isEmpty();
      assertThat(result.warnings()).hasSize(3).first().asString().matches("what is held: no answer within \\d+ ms");
      assertThat(result.warnings().get(2)).contains("nothing is added to the list");
      assertThat(world.list(id)).isEmpty();

      for (int i = 0; i < 2; i++) {
        PopulateResult nothing = inTime(withoutBoth, id);
        assertThat(nothing.status()).isEqualTo(PopulateResult.Status.EMPTY);
        assertThat(nothing.entries()).isEmpty();
        assertThat(nothing.warnings()).singleElement().asString().matches("the strategy: no answer within \\d+ ms");
      }
    }
  }

  /** With some slack for a machine that does other things as well; what is not bounded would take ten seconds and more. */
  private static PopulateResult inTime(AutoPopulate populate, long id) {
    Instant begin = Instant.now();
    PopulateResult result = populate.autoPopulateWatchlist(id);
    assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(5));
    return result;
  }
}
