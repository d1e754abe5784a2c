package io.cascadian.markets;

import com.clickhouse.client.api.data_formats.ClickHouseBinaryFormatReader;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.Postgres;
import io.cascadian.store.Sql;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/**
 * Which markets do trades, position events and tokens name that {@code markets_dim} lacks, and how did looking them up go?
 *
 * <p>Trades are gone through again only when a table has changed since the last call; how look-ups went is asked on each. Thread-safe.
 */
public final class MissingMarkets {

  private final ClickHouse clickHouse;
  private final LookupLedger ledger;
  private Found found;

  /** What was found, and in which state of the tables. */
  private record Found(long state, List<MissingMarket> markets) {}

  public MissingMarkets(ClickHouse clickHouse, Postgres postgres) {
    this.clickHouse = clickHouse;
    this.ledger = new LookupLedger(postgres);
  }

  /** All of them, those with the most volume first. */
  public List<MissingMarket> all() {
    Map<LookupKey, LookupLedger.Entry> failed = ledger.all();
    return found().stream()
        .map(market -> failed.containsKey(market.key()) ? market.with(failed.get(market.key()).lookups()) : market)
        .toList();
  }

  /** One caller at a time: the others would go through the same trades. */
  private synchronized List<MissingMarket> found() {
    // before the rows are read: what changes meanwhile is found by the next call
    long state = clickHouse.queryLong(Sql.load("markets/missing-state"), Map.of());
    if (found == null || found.state != state) {
      found = new Found(state, clickHouse.query(Sql.load("markets/missing"), Map.of(), MissingMarkets::missing));
    }
    return found.markets;
  }

  private static MissingMarket missing(ClickHouseBinaryFormatReader row) {
    String condition = row.getString("condition_id");
    List<String> tokens = row.getList("token_ids");
    return new MissingMarket(
        condition.isEmpty() ? null : condition, tokens.stream().map(BigInteger::new).toList(), row.getLong("trades"),
        row.getBigDecimal("usd"), row.getLong("position_events"), row.hasValue("first_ts") ? row.getLong("first_ts") : null,
        row.hasValue("last_ts") ? row.getLong("last_ts") : null, MissingMarket.Lookups.NONE);
  }
}
