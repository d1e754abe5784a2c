package io.cascadian.publish;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.Sql;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Compares the staged build of the published tables with the published one on one node, row by row. Thread-safe. */
final class BuildComparison {

  private final ClickHouse clickHouse;
  private final PublishedTables tables;

  BuildComparison(ClickHouse clickHouse, PublishedTables tables) {
    this.clickHouse = clickHouse;
    this.tables = tables;
  }

  /** Compares those of the named tables that are still published. */
  List<TableDifference> compare(Collection<String> named) {
    List<TableDifference> differences = new ArrayList<>();
    for (PublishedTable table : tables.list()) {
      if (named.contains(table.name())) {
        differences.add(compare(table.name(), table.staged(), String.join(", ", table.key())));
      }
    }
    return differences;
  }

  private TableDifference compare(String published, String other, String key) {
    List<TableDifference.Sum> sums = sums(published, other);
    // a list of columns cannot be a parameter
    return clickHouse.queryOne(Sql.load("publish/compare").replace("$key", key), Map.of("published", published, "other", other),
        row -> new TableDifference(
            published, row.getLong("equal"), row.getLong("differing"), row.getLong("added"), row.getLong("missing"), sums));
  }

  private List<TableDifference.Sum> sums(String published, String other) {
    // a sum of prices means nothing
    List<String> columns = clickHouse.query(
        "SELECT name FROM system.columns WHERE database = currentDatabase() AND table = {table:String} AND type = 'Decimal(38, 6)'"
            + " AND name NOT LIKE '%price%' ORDER BY position",
        Map.of("table", published), row -> row.getString(1));
    if (columns.isEmpty()) {
      return List.of();
    }
    List<BigDecimal> ofPublished = sums(published, columns);
    List<BigDecimal> ofOther = sums(other, columns);
    List<TableDifference.Sum> sums = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      sums.add(new TableDifference.Sum(columns.get(i), ofPublished.get(i), ofOther.get(i)));
    }
    return sums;
  }

  private List<BigDecimal> sums(String table, List<String> columns) {
    return clickHouse.queryOne(
        "SELECT [" + columns.stream().map(c -> "toString(sum(" + c + "))").collect(Collectors.joining(", ")) + "] FROM {table:Identifier}",
        Map.of("table", table), row -> row.<String>getList(1).stream().map(BigDecimal::new).toList());
  }
}
