package io.cascadian.ledger;

import io.cascadian.store.ClickHouse;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is in the published tables, row by row but for the run that wrote them? */
final class Tables {

  private Tables() {}

  static Map<String, String> checksums(ClickHouse clickHouse) {
    Map<String, String> checksums = new LinkedHashMap<>();
    for (String table : WalletTables.NAMES) {
      checksums.put(table, clickHouse.queryOne(
          "SELECT concat(toString(count()), ' ', hex(groupBitXor(sipHash64(toString(tuple(*)))))) FROM (SELECT * EXCEPT (revision) FROM " + table + ")",
          Map.of(), row -> row.getString(1)));
    }
    return checksums;
  }
}
