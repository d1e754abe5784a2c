package io.cascadian.health.checks;

import io.cascadian.health.CheckResult;
import io.cascadian.health.HealthCheck;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.StoreRejectedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Do the tables that everything rests on exist, and do they have rows?
 *
 * <p>Missing: critical. Empty: a warning, because a new installation is empty until its first run.
 */
public final class ClickHouseTablesCheck implements HealthCheck {

  private static final String UNKNOWN_TABLE = "60";

  private final ClickHouse clickHouse;
  private final List<String> tables;

  /** @param tables names of tables or views in the connection's database */
  public ClickHouseTablesCheck(ClickHouse clickHouse, List<String> tables) {
    this.clickHouse = clickHouse;
    this.tables = List.copyOf(tables);
  }

  @Override
  public String name() {
    return "clickhouse-tables";
  }

  @Override
  public CheckResult check() {
    Map<String, Object> rows = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    List<String> empty = new ArrayList<>();
    for (String table : tables) {
      try {
        long count = clickHouse.queryLong("SELECT count() FROM `" + table + "`", Map.of());
        rows.put(table, count);
        if (count == 0) {
          empty.add(table);
        }
      } catch (StoreRejectedException e) {
        if (!e.code().equals(UNKNOWN_TABLE)) {
          throw e;
        }
        rows.put(table, "missing");
        missing.add(table);
      }
    }
    if (!missing.isEmpty()) {
      return CheckResult.critical("missing: " + String.join(", ", missing) + "; run the command 'migrate'", rows);
    }
    if (!empty.isEmpty()) {
      return CheckResult.warning("without rows: " + String.join(", ", empty) + "; the next nightly run fills them", rows);
    }
    return CheckResult.healthy("all " + tables.size() + " tables have rows", rows);
  }
}
