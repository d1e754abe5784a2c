package io.cascadian.watchlist;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.Postgres;
import io.cascadian.store.StoreRejectedException;
import io.cascadian.testkit.TestFences;
import io.cascadian.testkit.TestStores;
import io.cascadian.testkit.World;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Databases of its own with markets in which wallets trade, and strategies that track the wallets. Token 10 × market + outcome. */
final class WatchedWorld implements AutoCloseable {

  final ClickHouse clickHouse = TestStores.freshClickHouse();
  final Postgres postgres = TestStores.freshPostgres();
  final Strategies strategies = new Strategies(postgres);
  final Watchlist watchlist = new Watchlist(postgres);
  long fence;
  private int event;

  static String wallet(int number) {
    return String.format(Locale.ROOT, "0x%040d", number);
  }

  static String condition(int market) {
    return String.format(Locale.ROOT, "%064d", market);
  }

  /** Markets of that category, numbered from here to there. */
  void markets(int from, int to, String category) {
    for (int market = from; market <= to; market++) {
      String row = "'" + condition(market) + "', '" + market + "', 'e" + market + "', 'Will " + market + "?', ['Yes', 'No'], " + (fence + 1);
      clickHouse.execute("INSERT INTO markets_dim (condition_id, market_id, event_id, question, outcomes, revision) VALUES (" + row + ")", Map.of());
      clickHouse.execute("INSERT INTO events_dim (event_id, canonical_category, revision) VALUES ('e" + market + "', '" + category + "', "
          + (fence + 1) + ")", Map.of());
      clickHouse.execute("INSERT INTO tokens_dim SELECT " + market + " * 10 + number, '" + condition(market) + "', number, 'test', "
          + (fence + 1) + ", 0 FROM numbers(2)", Map.of());
    }
  }

  void buy(int wallet, int market, int outcome, String shares, String usd, long ts) {
    trade("e" + event++, wallet, market, outcome, shares, usd, ts);
  }

  /** A purchase with an id of its own, so that it can be reported again. */
  void trade(String id, int wallet, int market, int outcome, String shares, String usd, long ts) {
    clickHouse.execute("INSERT INTO trades_raw (new_event_id, wallet, role, token_id, direction, shares, usd, ts, revision) VALUES ('" + id
        + "', '" + wallet(wallet) + "', 'TAKER', " + (market * 10 + outcome) + ", 'BUY', '" + shares + "', '" + usd + "', " + ts
        + ", " + (fence + 1) + ")", Map.of());
  }

  void split(int wallet, int market, String amount) {
    clickHouse.execute("INSERT INTO position_events (new_event_id, wallet, kind, condition_id, amount, ts, revision) VALUES ('e" + event++ + "', '"
        + wallet(wallet) + "', 'SPLIT', '" + condition(market) + "', '" + amount + "', 1760000000, " + (fence + 1) + ")", Map.of());
  }

  void resolve(int market) {
    clickHouse.execute("INSERT INTO market_resolutions (condition_id, source, payout_numerators, payout_denominator, vector_order, revision)"
        + " VALUES ('" + condition(market) + "', 'chain', [1, 0], 1, 'INDEX', " + (fence + 1) + ")", Map.of());
  }

  /** Publishes the wallets' tables, as the step before the signals does. */
  FenceGuard publish() {
    FenceGuard guard = FenceGuard.of(++fence);
    World.publisher(clickHouse, postgres).publish(guard);
    return guard;
  }

  /** Begins to publish them, and ends before readers see the build. */
  FenceGuard publishCutOff() {
    FenceGuard dying = TestFences.inTransaction(++fence, 1, () -> clickHouse.execute("RENAME TABLE published_layers TO hidden", Map.of()));
    try {
      World.publisher(clickHouse, postgres).publish(dying);
      throw new AssertionError("it was not cut off");
    } catch (StoreRejectedException e) {
      clickHouse.execute("RENAME TABLE hidden TO published_layers", Map.of());
    }
    return dying;
  }

  long strategy(String name, boolean active, List<Integer> wallets, String... categories) {
    return strategies.create(new NewStrategy(name, active, wallets.stream().map(WatchedWorld::wallet).toList(), List.of(categories)))
        .orElseThrow().id();
  }

  /** Conditions on a list by their markets' numbers, with who put them there. */
  List<String> list(long strategy) {
    return watchlist.page(strategy, 1000, 0).stream()
        .map(market -> Integer.parseInt(market.conditionId()) + " " + market.source().label()).toList();
  }

  @Override
  public void close() {
    TestStores.drop(clickHouse);
    postgres.close();
  }
}
