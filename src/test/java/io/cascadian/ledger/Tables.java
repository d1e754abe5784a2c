package io.cascadian.ledger;

import io.cascadian.publish.PublishedTable;
import io.cascadian.store.ClickHouse;
import io.cascadian.testkit.World;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is in the published tables, row by row but for the run that wrote them? */
final class Tables {

  private Tables() {}

  static Map<String, String> checksums(ClickHouse clickHouse) {
    return checksums(clickHouse, World.tables());
  }

  static Map<String, String> checksums(ClickHouse clickHouse, List<PublishedTable> tables) {
    Map<String, String> checksums = new LinkedHashMap<>();
    for (PublishedTable table : tables) {
      checksums.put(table.name(), checksum(clickHouse, table.name(), "* EXCEPT (revision)"));
    }
    return checksums;
  }

  /** Of some columns of each table. */
  static Map<String, String> checksums(ClickHouse clickHouse, Map<String, List<String>> columns) {
    Map<String, String> checksums = new LinkedHashMap<>();
    columns.forEach((table, some) -> checksums.put(table, checksum(clickHouse, table, String.join(", ", some))));
    return checksums;
  }

  /** The columns that the tables have now, but for the run. */
  static Map<String, List<String>> columns(ClickHouse clickHouse, List<PublishedTable> tables) {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    tables.forEach(table -> columns.put(table.name(), clickHouse.query(
        "SELECT name FROM system.columns WHERE database = currentDatabase() AND table = {table:String} AND name != 'revision' ORDER BY position",
        Map.of("table", table.name()), row -> row.getString(1))));
    return columns;
  }

  private static String checksum(ClickHouse clickHouse, String table, String columns) {
    return clickHouse.queryOne("SELECT concat(toString(count()), ' ', hex(groupBitXor(sipHash64(toString(tuple(*)))))) FROM (SELECT " + columns + " FROM " + table + ")",
        Map.of(), row -> row.getString(1));
  }
}
