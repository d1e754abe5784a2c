package io.cascadian.backup;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.Sql;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Lists the tables of a ClickHouse database and copies their rows so that every reader of the copy sees the same.
 *
 * <p>Of a table that collapses rows with the same key, the rows that a reader sees are copied, as the server decides between several; and before them all
 * tombstones, since readers of changes need these, and they must still override older rows. Which rows wait to be
 * collapsed is not copied: it changes by itself. Thread-safe.
 */
final class ClickHouseTables {

  private static final Pattern WITH_TOMBSTONES = Pattern.compile("^ReplacingMergeTree\\(\\s*\\w+\\s*,\\s*(\\w+)\\s*\\)");
  private static final Pattern CREATE = Pattern.compile("^(CREATE (?:TABLE|VIEW) )(`(?:[^`\\\\]|\\\\.)+`|\\w+)\\.");

  private final ClickHouse clickHouse;

  /**
   * Describes one table or view.
   *
   * @param columns those that rows are inserted with
   */
  record Table(String name, String engine, String engineFull, String create, List<String> columns) {

    boolean isView() {
      return engine.equals("View");
    }

    /** Returns whether its rows are copies of what Postgres has, which routes refresh at any time: a backup has the table without them. Its comment states it. */
    boolean isCopy() {
      return create.contains("not in backups");
    }

    /** Returns whether it holds rows that can be copied; materialized views and tables that are elsewhere do not. */
    boolean hasRows() {
      return engine.endsWith("MergeTree") && !engine.startsWith("Replicated") && !name.startsWith(".inner");
    }

    /** Returns the modifier with which the rows that a reader sees are read. */
    private String modifier() {
      return engine.equals("MergeTree") ? "" : "FINAL";
    }

    /** Returns whether rows of different layers do not collapse: which layers a reader sees is decided by other rows, and the others are retained. */
    private boolean hasLayers() {
      return name.endsWith("__layers");
    }

    /** Returns the condition for tombstones; null where no row can. */
    String tombstones() {
      Matcher matcher = WITH_TOMBSTONES.matcher(engineFull);
      return matcher.find() ? quoted(matcher.group(1)) + " = 1" : null;
    }
  }

  /** Counts and sums the rows that a reader sees. */
  record Content(long rows, String sum) {}

  ClickHouseTables(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
  }

  /** Lists the tables, then the views. */
  List<Table> all() {
    Map<String, List<String>> columns = new HashMap<>();
    clickHouse.forEach(Sql.load("backup/columns"), Map.of(),
        row -> columns.computeIfAbsent(row.getString(1), table -> new ArrayList<>()).add(row.getString(2)));
    return clickHouse.query(Sql.load("backup/tables"), Map.of(), row -> new Table(row.getString(1), row.getString(2), row.getString(3), row.getString(4),
        List.copyOf(columns.getOrDefault(row.getString(1), List.of()))));
  }

  Content content(Table table) {
    return clickHouse.queryOne(statement("backup/content", table, table.modifier(), ""), Map.of(),
        row -> new Content(row.getLong(1), row.getString(2)));
  }

  /** Returns the query for the rows that a reader sees. */
  String rows(Table table) {
    return statement("backup/rows", table, table.modifier(), "");
  }

  /** Returns the query for the tombstones; for tables that have such. */
  String tombstoneRows(Table table) {
    return statement("backup/rows", table, "", "WHERE " + table.tombstones());
  }

  long tombstoneCount(Table table) {
    return clickHouse.queryLong("SELECT count() FROM " + quoted(table.name) + " WHERE " + table.tombstones(), Map.of());
  }

  private static String statement(String name, Table table, String modifier, String where) {
    return Sql.load(name).replace("{columns}", table.columns.stream().map(ClickHouseTables::quoted).collect(Collectors.joining(", ")))
        .replace("{table}", quoted(table.name)).replace("{final}", modifier).replace("{where}", where)
        .replace("{across}", table.hasLayers() ? "1" : "0");
  }

  /** Drops everything in the database. There is no way back. */
  void dropAll() {
    List<Table> all = all();
    all.stream().filter(table -> !table.hasRows()).forEach(this::drop);
    all.stream().filter(Table::hasRows).forEach(this::drop);
  }

  private void drop(Table table) {
    String kind = table.engine.equals("View") || table.engine.equals("MaterializedView") ? "VIEW " : "TABLE ";
    clickHouse.execute("DROP " + kind + "IF EXISTS " + quoted(table.name) + " SYNC SETTINGS max_table_size_to_drop = 0", Map.of());
  }

  /**
   * Makes a table or view by the statement of the database that it was copied from, in this one.
   *
   * @param from name of that database
   */
  void create(String statement, String from) {
    String to = clickHouse.settings().database();
    String here = CREATE.matcher(statement).replaceFirst(matcher -> Matcher.quoteReplacement(matcher.group(1) + quoted(to) + "."));
    // views name the database before each table that they read
    clickHouse.execute(from.equals(to) ? here : here.replaceAll("(?<![\\w.`])(?:`" + Pattern.quote(from) + "`|" + Pattern.quote(from) + ")\\.",
        Matcher.quoteReplacement(quoted(to) + ".")), Map.of());
  }

  private static String quoted(String name) {
    return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
  }
}
