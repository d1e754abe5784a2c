package io.cascadian.ledger;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.Sql;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Works the wallet tables out, beside the published ones, from all history of the wallets in {@code ledger_affected} (and last prices from
 * that of the tokens in {@code ledger_affected_tokens}), and tells whether the result says what the raw tables say. Used by one thread.
 */
final class WalletBuild {

  /** In the order in which they fill the builds. */
  private static final List<String> LEGS = List.of("ledger/legs-of-trades", "ledger/legs-of-sets", "ledger/legs-of-conversions");
  private static final List<String> TABLES = List.of(
      "ledger/positions", "ledger/cashflows", "ledger/condition-pnl", "ledger/outcomes", "ledger/category-pnl");
  /** Needs the average cost, which no statement works out. */
  private static final String OPEN_POSITIONS = "ledger/open-positions";
  private static final String LAST_PRICES = "ledger/last-prices";
  /** Raised when the rules in {@link AverageCost} or {@link AverageCostTable} change, so that all wallets are worked out by the new ones. */
  private static final String AVERAGE_COST_RULES = "1";
  /** Trades of one portion of wallets: bounds the memory that a statement needs. */
  private static final long PORTION = 20_000_000;

  private final ClickHouse clickHouse;
  private final AverageCostTable averageCost;

  WalletBuild(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
    this.averageCost = new AverageCostTable(clickHouse);
  }

  /** Fills the builds, which must be there without rows of these wallets. */
  void fill(long fence) {
    long trades = clickHouse.queryLong(
        "SELECT count() FROM trades_raw WHERE wallet IN (SELECT wallet FROM ledger_affected)", Map.of());
    int buckets = (int) (1 + trades / PORTION);
    for (int bucket = 0; bucket < buckets; bucket++) {
      Map<String, Object> parameters = Map.of("buckets", buckets, "bucket", bucket, "fence", fence);
      clickHouse.execute("TRUNCATE TABLE ledger_legs", Map.of());
      LEGS.forEach(sql -> clickHouse.execute(Sql.load(sql), parameters));
      TABLES.forEach(sql -> clickHouse.execute(Sql.load(sql), parameters));
      averageCost.fill(parameters);
      clickHouse.execute(Sql.load(OPEN_POSITIONS), parameters);
    }
    clickHouse.execute(Sql.load(LAST_PRICES), Map.of("fence", fence));
    clickHouse.execute("TRUNCATE TABLE ledger_legs", Map.of());
  }

  /** A sentence for each disagreement of the builds with the raw tables. */
  List<String> verify() {
    return clickHouse.queryOne(Sql.load("ledger/verify"), Map.of(), row -> {
      List<String> findings = new ArrayList<>();
      for (String of : List.of("trades", "cash", "shares", "held")) {
        String raw = row.getString("raw_" + of);
        String built = row.getString("built_" + of);
        if (!raw.equals(built)) {
          findings.add(of + ": " + raw + " by what went in, but " + built + " in the build");
        }
      }
      if (row.getLong("repeated") != 0) {
        findings.add(row.getLong("repeated") + " rows of the build are there twice");
      }
      if (row.getLong("of_contracts") != 0) {
        findings.add(row.getLong("of_contracts") + " rows of the build are of contracts");
      }
      return findings;
    });
  }

  /** How many rows of each table were worked out now. */
  Map<String, Long> rows(long fence) {
    Map<String, Long> rows = new LinkedHashMap<>();
    for (String table : WalletTables.NAMES) {
      rows.put(table, clickHouse.queryLong(
          "SELECT count() FROM {table:Identifier} WHERE revision = {fence:UInt64}",
          Map.of("table", WalletTables.build(table), "fence", fence)));
    }
    return rows;
  }

  /** Over the text of all statements and the version of the other rules: another one may mean other numbers. */
  static String definitions() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      LEGS.forEach(sql -> digest.update(Sql.load(sql).getBytes(StandardCharsets.UTF_8)));
      TABLES.forEach(sql -> digest.update(Sql.load(sql).getBytes(StandardCharsets.UTF_8)));
      for (String sql : List.of(AverageCostTable.EVENTS, OPEN_POSITIONS, LAST_PRICES)) {
        digest.update(Sql.load(sql).getBytes(StandardCharsets.UTF_8));
      }
      digest.update(AVERAGE_COST_RULES.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
