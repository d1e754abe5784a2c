package io.cascadian.ledger;

import com.clickhouse.client.api.data_formats.ClickHouseBinaryFormatReader;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.Postgres;
import io.cascadian.store.Sql;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the published P&L of wallets with its data time.
 *
 * <p>What is published changes with a publication only, so an answer is cached until the next one, for the wallets that were asked for last. The statement
 * ends by itself after some seconds. Thread-safe.
 */
public final class WalletPnls {

  /** Wallets whose answers are cached: some megabytes. */
  private static final int CACHED = 10_000;

  private final ClickHouse clickHouse;
  private final Postgres postgres;
  private final Map<String, Cached> cached = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Cached> eldest) {
      return size() > CACHED;
    }
  });

  /** Caches a result with the publication that it belongs to. */
  private record Cached(DataTime time, Optional<WalletPnl> pnl) {}

  public WalletPnls(ClickHouse clickHouse, Postgres postgres) {
    this.clickHouse = clickHouse;
    this.postgres = postgres;
  }

  /**
   * Returns the numbers of one wallet; empty when there are none.
   *
   * @param wallet {@code 0x} and 40 lower-case hex digits
   */
  public Optional<WalletPnl> of(String wallet) {
    DataTime time = postgres.queryOne(
        Sql.load("ledger/data-time"), row -> new DataTime(row.getString(1), row.getTimestamp(2).toInstant())).orElseThrow();
    Cached known = cached.get(wallet);
    if (known == null || !known.time.equals(time)) {
      // readers see a build before its time is written: what is read after the time is of that publication or a later one
      List<WalletPnl> rows = clickHouse.query(Sql.load("ledger/wallet-pnl"), Map.of("wallet", wallet), row -> pnl(row, time));
      known = new Cached(time, rows.stream().findFirst());
      cached.put(wallet, known);
    }
    return known.pnl;
  }

  private record DataTime(String source, Instant published) {}

  private static WalletPnl pnl(ClickHouseBinaryFormatReader row, DataTime time) {
    return new WalletPnl(
        row.getString("address"), row.getBigDecimal("realized_usd"), amount(row, "unrealized_usd"), amount(row, "total_usd"),
        row.getBigDecimal("average_cost_usd"),
        new WalletPnl.Realized(row.getLong("resolved_conditions"), row.getLong("trades"), instant(row, "last_trade_ts")),
        new WalletPnl.Unrealized(amount(row, "known_usd"), row.getLong("open_conditions"), row.getLong("holdings"),
            row.getLong("unpriced_holdings"), row.getLong("uncosted_holdings"), instant(row, "oldest_price_ts")),
        time.source, time.published);
  }

  private static BigDecimal amount(ClickHouseBinaryFormatReader row, String column) {
    return row.hasValue(column) ? row.getBigDecimal(column) : null;
  }

  private static Instant instant(ClickHouseBinaryFormatReader row, String column) {
    return row.hasValue(column) ? Instant.ofEpochSecond(row.getLong(column)) : null;
  }
}
