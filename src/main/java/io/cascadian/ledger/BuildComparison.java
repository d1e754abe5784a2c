package io.cascadian.ledger;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.Sql;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How does another build of the wallet tables differ from the published one? Thread-safe. */
final class BuildComparison {

  private static final Logger LOG = LoggerFactory.getLogger(BuildComparison.class);

  private final ClickHouse clickHouse;

  BuildComparison(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
  }

  /**
   * Compares all tables, and logs what was found.
   *
   * @param other name of the other build's table, by that of the published one
   */
  List<TableDifference> compare(UnaryOperator<String> other) {
    List<TableDifference> differences = new ArrayList<>();
    for (String table : WalletTables.NAMES) {
      TableDifference difference = compare(table, other.apply(table));
      LOG.info("  {}", difference);
      differences.add(difference);
    }
    return differences;
  }

  private TableDifference compare(String published, String other) {
    String key = clickHouse.queryOne(
        "SELECT sorting_key FROM system.tables WHERE database = currentDatabase() AND name = {table:String}", Map.of("table", published),
        row -> row.getString(1));
    List<TableDifference.Sum> sums = sums(published, other);
    // a list of columns cannot be a parameter
    return clickHouse.queryOne(Sql.load("ledger/compare").replace("$key", key), Map.of("published", published, "other", other),
        row -> new TableDifference(
            published, row.getLong("equal"), row.getLong("differing"), row.getLong("added"), row.getLong("missing"), sums));
  }

  private List<TableDifference.Sum> sums(String published, String other) {
    // a sum of prices says nothing
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
