package io.cascadian.publish;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.Sql;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Fills the layers of a build and compares what they make of the published tables with the raw tables.
 *
 * <p>First the tables that are up to date, for the units that something happened to; then the outdated ones, for all units. Each reads only tables that are
 * complete by then. Used by one thread at a time.
 */
final class TableBuild {

  /** Raw rows of one portion of units: bounds the memory that a statement needs. */
  private static final long PORTION = 20_000_000;

  private final ClickHouse clickHouse;
  private final PublishedTables tables;
  private final TableLayers layers;
  /** Rows that the writers inserted, by table. */
  private final Map<String, Long> inserted = new HashMap<>();

  TableBuild(ClickHouse clickHouse, PublishedTables tables, TableLayers layers) {
    this.clickHouse = clickHouse;
    this.tables = tables;
    this.layers = layers;
  }

  /**
   * Fills the scope of each unit with what happened to it after the run {@code watermark}.
   *
   * @param outdated names of the tables that are recomputed for all units
   * @return how many wallets, tokens or the like at least one table is recomputed for, by the unit's name
   */
  Map<String, Long> scope(long watermark, Set<String> outdated) {
    clickHouse.execute(Sql.load("publish/end-inserts"), Map.of("tables", List.copyOf(targets())));
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Unit unit : tables.units()) {
      empty(unit.scope());
      unit.work().forEach(this::empty);
      unit.prepare().forEach(name -> clickHouse.execute(Sql.load(name), Map.of("watermark", watermark)));
      long count = 0;
      if (!tables.of(unit, outdated, false).isEmpty()) {
        unit.affected().forEach(name -> clickHouse.execute(Sql.load(name), Map.of("watermark", watermark)));
        count = clickHouse.queryLong("SELECT uniqExact(" + unit.key().get(0) + ") FROM " + unit.scope(), Map.of());
      }
      if (!tables.of(unit, outdated, true).isEmpty()) {
        count = Math.max(count, clickHouse.queryLong(Sql.load(unit.all()), Map.of()));
      }
      counts.put(unit.name(), count);
    }
    return counts;
  }

  /**
   * Fills the layers of a build, which must be empty, and returns how many rows each table's layer has, rows that mark others as gone included. Those layers
   * are {@code staged}, for outdated tables alone and for the others above the published ones.
   */
  Map<String, Long> fill(Set<String> outdated, long watermark, long fence, long build) {
    inserted.clear();
    tables.units().forEach(unit -> fill(unit, tables.of(unit, outdated, false), new Portion(1, 0, false, outdated, watermark, fence, build)));
    tables.units().forEach(unit -> fill(unit, tables.of(unit, outdated, true), new Portion(1, 0, true, outdated, watermark, fence, build)));
    return written(build);
  }

  /** Returns how many rows each table's layer has, rows that mark others as gone included. */
  private Map<String, Long> written(long build) {
    Map<String, Long> rows = new HashMap<>();
    layers.rows(tables.names(), build).forEach((table, counted) -> rows.put(table, counted.standing() + counted.gone()));
    return rows;
  }

  private void fill(Unit unit, List<PublishedTable> some, Portion whole) {
    if (some.isEmpty() || !whole.everything() && clickHouse.queryLong("SELECT count() FROM " + unit.scope(), Map.of()) == 0) {
      return;
    }
    Set<WorkTable> work = new LinkedHashSet<>();
    some.forEach(table -> table.inputs().stream().filter(WorkTable.class::isInstance).map(WorkTable.class::cast).forEach(work::add));
    long load = unit.load() == null ? 0 : clickHouse.queryLong(Sql.load(unit.load()), whole.parameters());
    int buckets = (int) (1 + load / PORTION);
    for (int bucket = 0; bucket < buckets; bucket++) {
      Portion portion = whole.bucket(buckets, bucket);
      for (WorkTable table : work) {
        empty(table.name());
        table.writer().write(clickHouse, portion);
      }
      some.forEach(table -> inserted.merge(table.name(), table.writer().write(clickHouse, portion), Long::sum));
    }
    work.forEach(table -> empty(table.name()));
  }

  /** Returns the names of the tables that a publication inserts into, and no one else. */
  private Set<String> targets() {
    Set<String> targets = new TreeSet<>();
    tables.units().forEach(unit -> {
      targets.add(unit.scope());
      targets.addAll(unit.work());
    });
    tables.list().forEach(table -> {
      targets.add(table.name() + TableLayers.SUFFIX);
      table.inputs().stream().filter(WorkTable.class::isInstance).forEach(work -> targets.add(work.name()));
    });
    return targets;
  }

  private void empty(String table) {
    clickHouse.execute("TRUNCATE TABLE " + table, Map.of());
  }

  /** Returns a sentence for each disagreement of the build with the raw tables, as far as the units in scope go, and for each table with repeated keys. */
  List<String> verify(Set<String> outdated, long watermark, long build) {
    List<String> findings = new ArrayList<>();
    Set<String> statements = new LinkedHashSet<>();
    tables.list().forEach(table -> statements.addAll(table.verifications()));
    Map<String, ?> parameters = Map.of("everything", outdated.isEmpty() ? 0 : 1, "watermark", watermark, "build", build);
    statements.forEach(name -> clickHouse.forEach(Sql.load(name), parameters, row -> findings.add(row.getString("finding"))));
    // of rows with the same key readers see one
    layers.keys(tables.names(), build).forEach((table, keys) -> {
      long repeated = inserted.getOrDefault(table, 0L) - keys;
      if (repeated != 0) {
        findings.add(repeated + " rows of " + table + " repeat the key of another one");
      }
    });
    return findings;
  }

  /** Returns how many rows of each table a build has written, by the table's name. */
  Map<String, Long> rows(long build) {
    Map<String, TableLayers.Rows> counted = layers.rows(tables.names(), build);
    Map<String, Long> rows = new LinkedHashMap<>();
    tables.list().forEach(table -> rows.put(table.name(), counted.get(table.name()).standing()));
    return rows;
  }
}
