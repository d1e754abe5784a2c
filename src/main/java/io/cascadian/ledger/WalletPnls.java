package io.cascadian.ledger;

import com.clickhouse.client.api.data_formats.ClickHouseBinaryFormatReader;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.Postgres;
import io.cascadian.store.Sql;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What do the published views say that a wallet earned, and how old is what they say?
 *
 * <p>Asked anew on each call; the statement ends by itself after some seconds. Thread-safe.
 */
public final class WalletPnls {

  private final ClickHouse clickHouse;
  private final Postgres postgres;

  public WalletPnls(ClickHouse clickHouse, Postgres postgres) {
    this.clickHouse = clickHouse;
    this.postgres = postgres;
  }

  /**
   * The numbers of one wallet; empty when there are none.
   *
   * @param wallet {@code 0x} and 40 lower-case hex digits
   */
  public Optional<WalletPnl> of(String wallet) {
    DataTime time = postgres.queryOne(
        Sql.load("ledger/data-time"), row -> new DataTime(row.getString(1), row.getTimestamp(2).toInstant())).orElseThrow();
    List<WalletPnl> rows = clickHouse.query(Sql.load("ledger/wallet-pnl"), Map.of("wallet", wallet), row -> pnl(row, time));
    return rows.stream().findFirst();
  }

  private record DataTime(String source, Instant published) {}

  private static WalletPnl pnl(ClickHouseBinaryFormatReader row, DataTime time) {
    return new WalletPnl(
        row.getString("address"), row.getBigDecimal("realized_usd"), amount(row, "unrealized_usd"), amount(row, "total_usd"),
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
