package io.cascadian.ledger;

import io.cascadian.store.ClickHouse;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The published tables of the ledger and their builds: made aside as {@code <table>__build}, exchanged one by one, and kept as
 * {@code <table>__kept_<build>} when another one has replaced them.
 *
 * <p>Which build a table is of stands in its comment, so that an exchange that was cut off can be carried on. A build is a clone of the
 * published table and shares its data with it on disk: a kept one costs what was changed and merged since.
 */
final class WalletTables {

  static final List<String> NAMES = List.of(
      "outcome_positions_v2", "trade_cashflows_v3", "wallet_condition_pnl", "wallet_resolution_outcomes", "wallet_category_pnl",
      AverageCostTable.NAME, "wallet_open_positions", "token_last_prices");

  /** Whose rows a build works out anew, where it is not the wallets. */
  private static final Map<String, String> WORKED_OUT = Map.of(
      "token_last_prices", "token_id IN (SELECT token_id FROM ledger_affected_tokens)");
  private static final Pattern OF_BUILD = Pattern.compile(" ?\\[build (\\d+)]");

  private final ClickHouse clickHouse;

  WalletTables(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
  }

  static String build(String table) {
    return table + "__build";
  }

  static String kept(String table, long build) {
    return table + "__kept_" + build;
  }

  /** Makes the builds: empty, or with the published rows of the wallets and tokens that are not worked out anew. */
  void begin(long build, boolean empty) {
    for (String table : NAMES) {
      run("DROP TABLE IF EXISTS " + build(table) + " SYNC");
      run("CREATE TABLE " + build(table) + (empty ? " AS " : " CLONE AS ") + table);
      run("ALTER TABLE " + build(table) + " MODIFY COMMENT '" + OF_BUILD.matcher(comment(table)).replaceAll("").replace("'", "\\'")
          + " [build " + build + "]'");
      if (!empty) {
        run("DELETE FROM " + build(table) + " WHERE " + WORKED_OUT.getOrDefault(table, "wallet IN (SELECT wallet FROM ledger_affected)"));
      }
    }
  }

  /**
   * Publishes what is not published yet of a build, new or kept, and keeps what it replaces. Of the two places where a build can wait, only
   * one may exist: drop the other before.
   */
  void exchange(long build) {
    for (String table : NAMES) {
      if (!isOf(table, build)) {
        run("EXCHANGE TABLES " + table + " AND " + aside(table, build));
      }
    }
    for (String table : NAMES) {
      keepReplaced(table, build);
    }
  }

  private void keepReplaced(String table, long build) {
    String aside = aside(table, build);
    if (!exists(aside)) {
      return;
    }
    OptionalLong replaced = buildOf(aside);
    run(replaced.isEmpty()
        // the empty tables that there were before the first build
        ? "DROP TABLE " + aside + " SYNC"
        : "RENAME TABLE " + aside + " TO " + kept(table, replaced.getAsLong()));
  }

  private String aside(String table, long build) {
    return exists(kept(table, build)) ? kept(table, build) : build(table);
  }

  /** Drops the builds that were not published. */
  void drop() {
    NAMES.forEach(table -> run("DROP TABLE IF EXISTS " + build(table) + " SYNC"));
  }

  /** Drops the tables of a kept build. */
  void drop(long build) {
    NAMES.forEach(table -> run("DROP TABLE IF EXISTS " + kept(table, build) + " SYNC"));
  }

  /** Whether every table of a build is there under its number. */
  boolean isKept(long build) {
    return NAMES.stream().allMatch(table -> exists(kept(table, build)) && isOf(kept(table, build), build));
  }

  /** The numbers of the builds of which at least one table is there. */
  Iterable<Long> kept() {
    TreeSet<Long> builds = new TreeSet<>();
    for (String table : NAMES) {
      builds.addAll(clickHouse.query(
          "SELECT toUInt64OrZero(substring(name, length({prefix:String}) + 1)) FROM system.tables"
              + " WHERE database = currentDatabase() AND match(name, concat('^', {prefix:String}, '[0-9]+$'))",
          Map.of("prefix", table + "__kept_"), row -> row.getLong(1)));
    }
    return builds;
  }

  /** The highest number of a build that any published or kept table is of; 0 for none. */
  long newest() {
    return clickHouse.queryLong(
        "SELECT max(greatest(toUInt64OrZero(extract(name, '__kept_([0-9]+)$')), toUInt64OrZero(extract(comment, '\\\\[build ([0-9]+)]'))))"
            + " FROM system.tables WHERE database = currentDatabase() AND name NOT LIKE '%\\\\_\\\\_build'", Map.of());
  }

  private boolean isOf(String table, long build) {
    OptionalLong of = buildOf(table);
    return of.isPresent() && of.getAsLong() == build;
  }

  private OptionalLong buildOf(String table) {
    Matcher matcher = OF_BUILD.matcher(comment(table));
    return matcher.find() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
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
