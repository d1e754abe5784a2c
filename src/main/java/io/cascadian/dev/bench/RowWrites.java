package io.cascadian.dev.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.Sql;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Inserts what a rebuild wrote into empty copies of its tables once more: the part of its cost that no other way of deriving the rows avoids.
 *
 * <p>The rows are laid out beside the table first, which is not measured, one table at a time. Used by one thread.
 */
final class RowWrites {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ROWS = "bench_rows";
  private static final String COPY = "bench_copy";

  private final ClickHouse clickHouse;
  private final Measure measure;

  /** Measures one piece of work. */
  @FunctionalInterface
  interface Measure {
    Phase phase(String what, Supplier<JsonNode> work);
  }

  /** Describes a table that a rebuild fills. */
  private record Target(String name, String key) {}

  RowWrites(ClickHouse clickHouse, Measure measure) {
    this.clickHouse = clickHouse;
    this.measure = measure;
  }

  /** Returns the sum over all tables, rows inserted in the order of each table, so that ClickHouse has nothing to sort. */
  Phase sorted() {
    return all("in order", Target::key);
  }

  /** Returns the sum over all tables, rows inserted in an order that has nothing to do with that of the table. */
  Phase shuffled() {
    return all("shuffled", target -> "cityHash64(" + target.key() + ")");
  }

  private Phase all(String order, Function<Target, String> by) {
    List<Target> targets = clickHouse.query(Sql.load("dev/bench/rebuilt-tables"), Map.of(), row -> new Target(row.getString(1), row.getString(2)));
    return targets.stream().map(target -> write(target, order, by.apply(target))).reduce(Phase::plus).orElseThrow();
  }

  private Phase write(Target target, String order, String by) {
    dropTables();
    clickHouse.execute("CREATE TABLE " + COPY + " AS " + target.name(), Map.of());
    // parts that are not merged, so that nothing else works while the insert is measured
    clickHouse.execute("CREATE TABLE " + ROWS + " ENGINE = MergeTree ORDER BY tuple() SETTINGS max_bytes_to_merge_at_max_space_in_pool = 1 AS SELECT * FROM " + target.name()
        + " ORDER BY " + by + " SETTINGS max_bytes_before_external_sort = 1000000000", Map.of());
    Phase phase = measure.phase("writing " + target.name() + ", " + order, () -> {
      long begin = System.nanoTime();
      // one thread reads, because two would deliver two orders; the setting of a rebuild (Portion)
      long rows = clickHouse.execute("INSERT INTO " + COPY + " SELECT * FROM " + ROWS, Map.of(), Map.of("optimize_on_insert", "0", "max_threads", "1"));
      return JSON.createObjectNode().put("rows", rows).put("seconds", (System.nanoTime() - begin) / 1e9);
    });
    dropTables();
    return phase;
  }

  private void dropTables() {
    List.of(ROWS, COPY).forEach(table -> clickHouse.execute("DROP TABLE IF EXISTS " + table + " SYNC SETTINGS max_table_size_to_drop = 0", Map.of()));
  }
}
