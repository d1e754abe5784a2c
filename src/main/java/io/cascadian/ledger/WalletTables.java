package io.cascadian.ledger;

import io.cascadian.store.ClickHouse;
import java.util.List;
import java.util.Map;

/**
 * The published tables of the ledger and their builds: made aside, exchanged one by one, the last generation kept.
 *
 * <p>Which build a table is of stands in its comment, so that an exchange that was cut off can be carried on.
 */
final class WalletTables {

  static final List<String> NAMES = List.of(
      "outcome_positions_v2", "trade_cashflows_v3", "wallet_condition_pnl", "wallet_resolution_outcomes", "wallet_category_pnl",
      AverageCostTable.NAME);

  private final ClickHouse clickHouse;

  WalletTables(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
  }

  /** Makes the builds: empty, or with the published rows of the wallets that are not worked out anew. */
  void begin(long build, boolean empty) {
    for (String table : NAMES) {
      run("DROP TABLE IF EXISTS " + table + "__build SYNC");
      run("CREATE TABLE " + table + "__build " + (empty ? "AS " : "CLONE AS ") + table);
      run("ALTER TABLE " + table + "__build MODIFY COMMENT '" + comment(table).replaceAll(" ?\\[build \\d+]", "").replace("'", "\\'")
          + " [build " + build + "]'");
      if (!empty) {
        run("DELETE FROM " + table + "__build WHERE wallet IN (SELECT wallet FROM ledger_affected)");
      }
    }
  }

  /** Publishes what is not published yet. */
  void exchange(long build) {
    for (String table : NAMES) {
      if (!isOf(table, build)) {
        run("EXCHANGE TABLES " + table + " AND " + table + "__build");
      }
    }
    for (String table : NAMES) {
      if (exists(table + "__build")) {
        run("DROP TABLE IF EXISTS " + table + "__previous SYNC");
        run("RENAME TABLE " + table + "__build TO " + table + "__previous");
      }
    }
  }

  void drop() {
    NAMES.forEach(table -> run("DROP TABLE IF EXISTS " + table + "__build SYNC"));
  }

  private boolean isOf(String table, long build) {
    return comment(table).endsWith("[build " + build + "]");
  }

  private boolean exists(String table) {
    return clickHouse.queryLong(
        "SELECT count() FROM system.tables WHERE database = currentDatabase() AND name = {table:String}", Map.of("table", table)) > 0;
  }

  private String comment(String table) {
    return clickHouse.queryOne(
        "SELECT comment FROM system.tables WHERE database = currentDatabase() AND name = {table:String}", Map.of("table", table),
        row -> row.getString(1));
  }

  private void run(String sql) {
    clickHouse.execute(sql, Map.of());
  }
}
