package io.cascadian.watchlist;

import com.clickhouse.client.api.data_formats.ClickHouseBinaryFormatReader;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.Sql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads positions of wallets that were recomputed after a given publication. Thread-safe. */
final class Positions {

  /** Wallets in one query: the request holds their list. */
  private static final int PORTION = 500;

  private final ClickHouse clickHouse;

  Positions(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
  }

  /**
   * Returns the positions of those wallets that were recomputed after a given publication, each portion in order of first trades.
   *
   * @param since fence up to which that was; 0 for all positions
   */
  List<Position> since(long since, List<String> wallets) {
    List<Position> positions = new ArrayList<>();
    for (int from = 0; from < wallets.size(); from += PORTION) {
      List<String> portion = wallets.subList(from, Math.min(from + PORTION, wallets.size()));
      positions.addAll(clickHouse.query(
          Sql.load("watchlist/positions"), Map.of("since", since, "wallets", Candidates.list(portion)), Positions::position));
    }
    return positions;
  }

  private static Position position(ClickHouseBinaryFormatReader row) {
    return new Position(row.getString("wallet"), row.getString("condition_id"), row.getInteger("outcome_index"), row.getString("outcome"),
        row.getBigDecimal("shares"), row.hasValue("usd") ? row.getBigDecimal("usd") : null, Instant.ofEpochSecond(row.getLong("first_ts")),
        row.getString("market_id"), row.getString("question"), row.getString("canonical_category"));
  }
}
