package io.cascadian.health.checks;

import io.cascadian.health.CheckResult;
import io.cascadian.health.HealthCheck;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.StoreRejectedException;
import io.cascadian.store.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks that the required tables exist and have rows.
 *
 * <p>Missing: critical. Empty: a warning, because a new installation is empty until its first run. The data time is when one of them was
 * last written or merged.
 */
public final class ClickHouseTablesCheck implements HealthCheck {

  /** Suffix of the tables that hold the rows of published ones. */
  private static final String LAYERS = "__layers";

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

  /** Returns how long a result is cached: it asks for the parts of all tables, and tables come and go by migrations and runs only. */
  @Override
  public Duration freshFor() {
    return Duration.ofSeconds(5);
  }

  @Override
  public String hint() {
    return "look at the check 'clickhouse', and at ClickHouse's load when that is healthy";
  }

  @Override
  public CheckResult check() {
    try {
      return found(existing());
    } catch (StoreRejectedException e) {
      if (e.code().equals(ClickHouseCheck.UNKNOWN_DATABASE)) {
        return found(Set.of());
      }
      return CheckResult.critical("ClickHouse refuses the question; " + hint(), Map.of("error_code", e.code()));
    } catch (StoreUnavailableException e) {
      return CheckResult.critical("cannot be counted, because ClickHouse does not answer; " + hint(), Map.of());
    }
  }

  private CheckResult found(Set<String> existing) {
    Map<String, Long> rows = rows(existing);
    Map<String, Object> details = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    List<String> empty = new ArrayList<>();
    for (String table : tables) {
      Long count = rows.get(table);
      details.put(table + "_rows", count == null ? "missing" : count);
      if (count == null) {
        missing.add(table);
      } else if (count == 0) {
        empty.add(table);
      }
    }
    details.put("minimum_rows", 1);
    details.put("data_time", existing.isEmpty() ? null : written());
    if (!missing.isEmpty()) {
      return CheckResult.critical("missing: " + String.join(", ", missing) + "; run the command 'migrate'", details);
    }
    if (!empty.isEmpty()) {
      return CheckResult.warning("without rows: " + String.join(", ", empty) + "; the next nightly run fills them", details);
    }
    return CheckResult.healthy("all " + tables.size() + " tables have rows", details);
  }

  private Set<String> existing() {
    return new HashSet<>(clickHouse.query(
        "SELECT name FROM system.tables WHERE database = currentDatabase() AND name IN (" + names("") + ", " + names(LAYERS) + ")", Map.of(),
        row -> row.getString(1)));
  }

  /** Counts by one statement for all tables, so that one timeout covers all. A published table is counted by its layers, since its view would be read. */
  private Map<String, Long> rows(Set<String> existing) {
    Map<String, Long> rows = new HashMap<>();
    List<String> counts = tables.stream().filter(existing::contains)
        .map(table -> "SELECT '" + table + "', count() FROM `" + (existing.contains(table + LAYERS) ? table + LAYERS : table) + "`").toList();
    if (!counts.isEmpty()) {
      clickHouse.forEach(String.join(" UNION ALL ", counts), Map.of(), row -> rows.put(row.getString(1), row.getLong(2)));
    }
    return rows;
  }

  private String written() {
    long seconds = clickHouse.queryLong("SELECT toUnixTimestamp(max(modification_time)) FROM system.parts"
        + " WHERE database = currentDatabase() AND active AND table IN (" + names("") + ", " + names(LAYERS) + ")", Map.of());
    return seconds == 0 ? null : Instant.ofEpochSecond(seconds).toString();
  }

  private String names(String suffix) {
    return tables.stream().map(table -> "'" + table + suffix + "'").collect(Collectors.joining(", "));
  }
}
