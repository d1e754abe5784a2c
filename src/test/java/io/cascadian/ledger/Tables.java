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
      checksums.put(table.name(), clickHouse.queryOne(
          "SELECT concat(toString(count()), ' ', hex(groupBitXor(sipHash64(toString(tuple(*)))))) FROM (SELECT * EXCEPT (revision) FROM " + table.name() + ")",
          Map.of(), row -> row.getString(1)));
    }
    return checksums;
  }
}
