package io.cascadian.ledger;

import io.cascadian.store.ClickHouse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

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
  private static final Pattern KEPT = Pattern.compile("(.+)__kept_(\\d{1,18})");
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
    There there = there();
    for (String table : NAMES) {
      run("DROP TABLE IF EXISTS " + build(table) + " SYNC");
      run("CREATE TABLE " + build(table) + (empty ? " AS " : " CLONE AS ") + table);
      run("ALTER TABLE " + build(table) + " MODIFY COMMENT '" + OF_BUILD.matcher(there.comments.get(table)).replaceAll("").replace("'", "\\'")
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
    There before = there();
    for (String table : NAMES) {
      if (!before.isOf(table, build)) {
        run("EXCHANGE TABLES " + table + " AND " + before.aside(table, build));
      }
    }
    There after = there();
    for (String table : NAMES) {
      keepReplaced(after, table, build);
    }
  }

  private void keepReplaced(There there, String table, long build) {
    String aside = there.aside(table, build);
    if (!there.exists(aside)) {
      return;
    }
    OptionalLong replaced = there.buildOf(aside);
    run(replaced.isEmpty()
        // the empty tables that there were before the first build
        ? "DROP TABLE " + aside + " SYNC"
        : "RENAME TABLE " + aside + " TO " + kept(table, replaced.getAsLong()));
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
    There there = there();
    return NAMES.stream().allMatch(table -> there.isOf(kept(table, build), build));
  }

  /** The numbers of the builds of which at least one table is there, beside the published one. */
  Iterable<Long> kept() {
    return there().kept();
  }

  /** The highest number of a build that any published or kept table is of; 0 for none. */
  long newest() {
    There there = there();
    LongStream published = NAMES.stream().map(there::buildOf).flatMapToLong(OptionalLong::stream);
    return LongStream.concat(published, there.kept().stream().mapToLong(Long::longValue)).max().orElse(0);
  }

  /** Asked once for all tables, because each question costs some milliseconds. */
  private There there() {
    Map<String, String> comments = new HashMap<>();
    clickHouse.forEach("SELECT name, comment FROM system.tables WHERE database = currentDatabase()", Map.of(),
        row -> comments.put(row.getString(1), row.getString(2)));
    return new There(comments);
  }

  /** The tables that there are, with their comments. */
  private record There(Map<String, String> comments) {

    boolean exists(String table) {
      return comments.containsKey(table);
    }

    /** The build that a table is of; empty where it is of none, or is not there. */
    OptionalLong buildOf(String table) {
      Matcher matcher = OF_BUILD.matcher(comments.getOrDefault(table, ""));
      return matcher.find() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }

    boolean isOf(String table, long build) {
      OptionalLong of = buildOf(table);
      return of.isPresent() && of.getAsLong() == build;
    }

    /** Where a build of a table waits, or what it replaces. */
    String aside(String table, long build) {
      return exists(WalletTables.kept(table, build)) ? WalletTables.kept(table, build) : build(table);
    }

    Set<Long> kept() {
      Set<Long> builds = new TreeSet<>();
      for (String name : comments.keySet()) {
        Matcher matcher = KEPT.matcher(name);
        if (matcher.matches() && NAMES.contains(matcher.group(1))) {
          builds.add(Long.parseLong(matcher.group(2)));
        }
      }
      return builds;
    }
  }

  private void run(String sql) {
    clickHouse.execute(sql, Map.of());
  }
}
