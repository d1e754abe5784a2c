package io.cascadian.publish;

import io.cascadian.publish.TaskGraph.Task;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Fills the layers of a build and compares what they make of the published tables with the raw tables.
 *
 * <p>First the tables that are up to date, for the units that something happened to; then the outdated ones, for all units. Each reads only tables that are
 * complete by then; those that do not read one another are filled side by side. Used by one thread at a time.
 */
final class TableBuild {

  /** Raw rows of one portion of units: bounds the memory that a statement needs. */
  private static final long PORTION = 20_000_000;
  /** Statements that run side by side: most of the work of one is by one thread of the server. Each needs memory for a portion. */
  private static final int AT_A_TIME = 2;

  private final ClickHouse clickHouse;
  private final PublishedTables tables;
  private final TableLayers layers;
  /** Rows that the writers inserted, by table. */
  private final Map<String, Long> inserted = new ConcurrentHashMap<>();
  /** Rows of the build that was filled last, by table. */
  private Map<String, TableLayers.Rows> counted = Map.of();

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
    if (outdated.isEmpty() && counts.values().stream().allMatch(count -> count == 0)) {
      copies().forEach(name -> clickHouse.execute(Sql.load(name), Map.of("watermark", watermark)));
    }
    return counts;
  }

  /**
   * Fills the layers of a build, which must be empty, and returns how many rows each table's layer has, rows that mark others as gone included. Those layers
   * are {@code staged}, for outdated tables alone and for the others above the published ones.
   */
  Map<String, Long> fill(Set<String> outdated, long watermark, long fence, long build) {
    inserted.clear();
    Fill fill = new Fill();
    for (boolean everything : new boolean[] {false, true}) {
      Portion whole = new Portion(1, 0, everything, outdated, watermark, fence, build);
      tables.units().forEach(unit -> fill.add(unit, tables.of(unit, outdated, everything), whole));
    }
    copies().forEach(name -> fill.tasks.add(Set.of(), () -> clickHouse.execute(Sql.load(name), Map.of("watermark", watermark))));
    fill.tasks.run();
    return written(build);
  }

  private List<String> copies() {
    return tables.units().stream().flatMap(unit -> unit.copies().stream()).toList();
  }

  /** Returns how many rows each table's layer has, rows that mark others as gone included. */
  private Map<String, Long> written(long build) {
    Map<String, Long> rows = new HashMap<>();
    counted = layers.rows(tables.names(), build);
    counted.forEach((table, counted) -> rows.put(table, counted.standing() + counted.gone()));
    return rows;
  }

  /** Collects what fills the tables of a build, as tasks that need one another. */
  private final class Fill {

    private final TaskGraph tasks = new TaskGraph(AT_A_TIME);
    private final Map<Unit, List<Task>> ofUnit = new HashMap<>();
    /** Tasks that write to a table, by its name. */
    private final Map<String, List<Task>> writing = new HashMap<>();

    void add(Unit unit, List<PublishedTable> some, Portion whole) {
      if (some.isEmpty() || !whole.everything() && clickHouse.queryLong("SELECT count() FROM " + unit.scope(), Map.of()) == 0) {
        return;
      }
      Set<WorkTable> work = new LinkedHashSet<>();
      some.forEach(table -> table.inputs().stream().filter(WorkTable.class::isInstance).map(WorkTable.class::cast).forEach(work::add));
      long load = unit.load() == null ? 0 : clickHouse.queryLong(Sql.load(unit.load()), whole.parameters());
      int buckets = (int) (1 + load / PORTION);
      List<Task> earlier = ofUnit.computeIfAbsent(unit, none -> new ArrayList<>());
      for (int bucket = 0; bucket < buckets; bucket++) {
        Portion portion = whole.bucket(buckets, bucket);
        // what read the portion before is done with the work tables
        List<Task> before = List.copyOf(earlier);
        List<Task> prepared = new ArrayList<>(before);
        for (WorkTable table : work) {
          Task task = tasks.add(prepared, () -> {
            empty(table.name());
            table.writer().write(clickHouse, portion);
          });
          prepared.add(task);
          writes(table, task, earlier);
        }
        for (PublishedTable table : some) {
          List<Task> needed = new ArrayList<>(before);
          table.inputs().forEach(input -> needed.addAll(writing.getOrDefault(input.name(), List.of())));
          writes(table, tasks.add(needed, () -> inserted.merge(table.name(), table.writer().write(clickHouse, portion), Long::sum)), earlier);
        }
      }
      earlier.add(tasks.add(earlier, () -> work.forEach(table -> empty(table.name()))));
    }

    private void writes(Derived table, Task task, List<Task> ofUnitSoFar) {
      writing.computeIfAbsent(table.name(), none -> new ArrayList<>()).add(task);
      ofUnitSoFar.add(task);
    }
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
    Set<String> statements = new LinkedHashSet<>();
    tables.list().forEach(table -> statements.addAll(table.verifications()));
    Map<String, ?> parameters = Map.of("everything", outdated.isEmpty() ? 0 : 1, "watermark", watermark, "build", build);
    TaskGraph tasks = new TaskGraph(AT_A_TIME);
    Map<String, List<String>> findings = new LinkedHashMap<>();
    List<String> repeated = new ArrayList<>();
    tasks.add(Set.of(), () -> layers.keys(tables.names(), build).forEach((table, keys) -> {
      // of rows with the same key readers see one
      long more = inserted.getOrDefault(table, 0L) - keys;
      if (more != 0) {
        repeated.add(more + " rows of " + table + " repeat the key of another one");
      }
    }));
    statements.forEach(name -> {
      List<String> found = findings.computeIfAbsent(name, none -> new ArrayList<>());
      tasks.add(Set.of(), () -> clickHouse.forEach(Sql.load(name), parameters, row -> found.add(row.getString("finding"))));
    });
    tasks.run();
    return Stream.concat(findings.values().stream().flatMap(List::stream), repeated.stream()).toList();
  }

  /** Returns how many rows of each table the build that was filled last has written, by the table's name. */
  Map<String, Long> rows() {
    Map<String, Long> rows = new LinkedHashMap<>();
    tables.list().forEach(table -> rows.put(table.name(), counted.get(table.name()).standing()));
    return rows;
  }
}
