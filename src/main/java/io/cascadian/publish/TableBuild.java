package io.cascadian.publish;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.Sql;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Fills the staging tables of a build and compares them with the raw tables.
 *
 * <p>First the tables that are up to date, for the units that something happened to; then the outdated ones, for all units. Each reads only tables that are
 * complete by then. Used by one thread at a time.
 */
final class TableBuild {

  /** Raw rows of one portion of units: bounds the memory that a statement needs. */
  private static final long PORTION = 20_000_000;

  private final ClickHouse clickHouse;
  private final PublishedTables tables;

  TableBuild(ClickHouse clickHouse, PublishedTables tables) {
    this.clickHouse = clickHouse;
    this.tables = tables;
  }

  /**
   * Fills the scope of each unit with what the run recomputes first: the units that something happened to after the run {@code watermark}, or all where
   * no table of the unit is up to date.
   *
   * @param outdated names of the tables that are recomputed for all units
   * @return how many units at least one table is recomputed for, by the unit's name
   */
  Map<String, Long> scope(long watermark, Set<String> outdated) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Unit unit : tables.units()) {
      long count = tables.of(unit, outdated, true).isEmpty() ? 0 : scope(unit, unit.all(), Map.of());
      if (!tables.of(unit, outdated, false).isEmpty()) {
        count = Math.max(count, scope(unit, unit.affected(), Map.of("watermark", watermark)));
      }
      counts.put(unit.name(), count);
    }
    return counts;
  }

  private long scope(Unit unit, List<String> statements, Map<String, ?> parameters) {
    clickHouse.execute("TRUNCATE TABLE " + unit.scope(), Map.of());
    statements.forEach(name -> clickHouse.execute(Sql.load(name), parameters));
    return clickHouse.queryLong("SELECT count() FROM " + unit.scope(), Map.of());
  }

  /** Fills the staging tables, which must exist without rows of the units in scope, and those of outdated tables without any. */
  void fill(Set<String> outdated, long fence) {
    tables.units().forEach(unit -> fill(unit, tables.of(unit, outdated, false), fence));
    for (Unit unit : tables.units()) {
      List<PublishedTable> recomputed = tables.of(unit, outdated, true);
      if (!recomputed.isEmpty() && recomputed.size() < tables.of(unit, Set.of(), false).size()) {
        scope(unit, unit.all(), Map.of());
      }
      fill(unit, recomputed, fence);
    }
  }

  private void fill(Unit unit, List<PublishedTable> some, long fence) {
    if (some.isEmpty()) {
      return;
    }
    Set<WorkTable> work = new LinkedHashSet<>();
    some.forEach(table -> table.inputs().stream().filter(WorkTable.class::isInstance).map(WorkTable.class::cast).forEach(work::add));
    long load = unit.load() == null ? 0 : clickHouse.queryLong(Sql.load(unit.load()), Map.of());
    int buckets = (int) (1 + load / PORTION);
    for (int bucket = 0; bucket < buckets; bucket++) {
      Portion portion = new Portion(buckets, bucket, fence);
      for (WorkTable table : work) {
        empty(table);
        table.writer().write(clickHouse, portion);
      }
      some.forEach(table -> table.writer().write(clickHouse, portion));
    }
    work.forEach(this::empty);
  }

  private void empty(WorkTable table) {
    clickHouse.execute("TRUNCATE TABLE " + table.name(), Map.of());
  }

  /** Returns a sentence for each disagreement of the staging tables with the raw ones, as far as the units in scope go, and for each repeated key. */
  List<String> verify() {
    List<String> findings = new ArrayList<>();
    Set<String> statements = new LinkedHashSet<>();
    tables.list().forEach(table -> statements.addAll(table.verifications()));
    statements.forEach(name -> clickHouse.forEach(Sql.load(name), Map.of(), row -> findings.add(row.getString("finding"))));
    // one after the other, since each holds its table's keys in memory
    for (PublishedTable table : tables.list()) {
      long repeated = clickHouse.queryLong("SELECT count() - uniqExact(" + String.join(", ", table.key()) + ") FROM " + table.staging()
          + " WHERE " + table.unit().inScope(), Map.of());
      if (repeated != 0) {
        findings.add(repeated + " rows of " + table.name() + " repeat the key of another one");
      }
    }
    return findings;
  }

  /** Returns how many rows of each table the run wrote, by the table's name. */
  Map<String, Long> rows(long fence) {
    Map<String, Long> rows = new LinkedHashMap<>();
    tables.names().forEach(name -> rows.put(name, 0L));
    String counts = tables.list().stream()
        .map(table -> "SELECT '" + table.name() + "', count() FROM " + table.staging() + " WHERE revision = {fence:UInt64}")
        .collect(Collectors.joining(" UNION ALL "));
    clickHouse.forEach(counts, Map.of("fence", fence), row -> rows.put(row.getString(1), row.getLong(2)));
    return rows;
  }
}
