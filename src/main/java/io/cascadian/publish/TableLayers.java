package io.cascadian.publish;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.LostLockException;
import io.cascadian.store.Sql;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Stores the rows of each published table in {@code <table>__layers}, one layer (a partition) for each build that wrote some, and determines which layers
 * readers see.
 *
 * <p>A row replaces that of the same key in an earlier layer, or marks it as gone. The view {@code <table>} reads the layers that the row {@code published}
 * of {@code published_layers} names, {@code <table>__build} those of the row {@code staged}: a build is published for all tables by one insert, and costs on disk
 * what it changed. Works on one node, as all classes but {@link BuildNodes} do. Used by one thread at a time, under the run lock.
 */
final class TableLayers {

  static final String SUFFIX = "__layers";
  /** Without these settings, FINAL reads all layers before it looks at the conditions. */
  private static final String FINAL_OF_LAYERS = " SETTINGS apply_prewhere_after_final = 0, defer_partition_pruning_after_final = 0";

  /** Most rows of a layer whose parts are merged at once. A larger layer has many parts, which the server merges by itself. */
  private static final long MERGED_AT_ONCE = 50_000_000;

  private final ClickHouse clickHouse;

  TableLayers(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
  }

  /** Returns the name of the table that holds the rows of a published table. */
  static String of(String table) {
    return table + SUFFIX;
  }

  /** Returns the name of the view of what a published table will be when the present build is published. */
  static String staged(String table) {
    return table + "__build";
  }

  /** Returns the layers that have rows, by published table; tables that this program does not publish included. */
  Map<String, Set<Long>> present() {
    Map<String, Set<Long>> layers = new HashMap<>();
    clickHouse.forEach(Sql.load("publish/layers"), Map.of(),
        row -> layers.computeIfAbsent(row.getString(1), table -> new TreeSet<>()).add(row.getLong(2)));
    return layers;
  }

  /** Returns the highest number of a build that anything is known of; 0 for none. */
  long newest() {
    long pointed = clickHouse.queryLong("SELECT max(build) FROM published_layers", Map.of());
    return present().values().stream().flatMap(Set::stream).mapToLong(Long::longValue).reduce(pointed, Math::max);
  }

  /** Lets {@code <table>__build} read these layers, by table. */
  void stage(long build, Map<String, List<Long>> layers) {
    point("'staged', " + build + ", " + literal(layers) + ", 0", Long.MAX_VALUE);
  }

  /**
   * Lets readers see these layers, by table, and records them under the number of the build.
   *
   * @throws LostLockException when another process has acquired the lock meanwhile; readers see what they saw
   */
  void publish(long build, Map<String, List<Long>> layers, FenceGuard guard) {
    if (point("arrayJoin(['published', '" + build + "']), " + build + ", " + literal(layers) + ", 0", guard.fence()) == 0) {
      guard.check();
      throw new LostLockException("nightly", guard.fence(), clickHouse.queryLong("SELECT max(fence) FROM fences", Map.of()));
    }
  }

  /** Forgets the layers of a build. */
  void forget(long build) {
    point("'" + build + "', " + build + ", " + literal(Map.of()) + ", 1", Long.MAX_VALUE);
  }

  /** Returns the numbers of the builds of which the layers are recorded. */
  Set<Long> recorded() {
    return new TreeSet<>(clickHouse.query("SELECT build FROM published_layers FINAL WHERE name NOT IN ('published', 'staged')", Map.of(), row -> row.getLong(1)));
  }

  /** Inserts a row unless a higher fence than the given one was given out; returns how many rows were inserted. */
  private long point(String row, long fence) {
    return clickHouse.execute("INSERT INTO published_layers (name, build, layers, is_deleted, sequence) SELECT " + row
        + ", (SELECT max(sequence) + 1 FROM published_layers) WHERE {fence:UInt64} >= (SELECT max(fence) FROM fences)", Map.of("fence", fence));
  }

  private static String literal(Map<String, List<Long>> layers) {
    return "CAST(" + layers.entrySet().stream()
        .map(table -> "'" + table.getKey() + "', " + table.getValue().stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]")))
        .collect(Collectors.joining(", ", "map(", ")")) + ", 'Map(String, Array(UInt64))')";
  }

  /** Counts the rows of a layer that stand, and those that mark another row as gone. */
  record Rows(long standing, long gone) {}

  /** Returns how many rows a build wrote, by table. */
  Map<String, Rows> rows(Set<String> tables, long build) {
    Map<String, Rows> rows = new HashMap<>();
    clickHouse.forEach(tables.stream().map(table -> "SELECT '" + table + "', countIf(is_deleted = 0), countIf(is_deleted = 1) FROM " + of(table) + " WHERE layer = {build:UInt64}")
        .collect(Collectors.joining(" UNION ALL ")), Map.of("build", build), row -> rows.put(row.getString(1), new Rows(row.getLong(2), row.getLong(3))));
    return rows;
  }

  /** Returns how many keys a build wrote rows of, by table: those of rows that stand and of rows that mark another one as gone. */
  Map<String, Long> keys(Set<String> tables, long build) {
    Map<String, Long> keys = new HashMap<>();
    clickHouse.forEach(tables.stream().map(table -> "SELECT '" + table + "', (SELECT count() FROM " + of(table) + " FINAL PREWHERE layer = {build:UInt64}) + (SELECT count() FROM "
        + of(table) + " WHERE layer = {build:UInt64} AND is_deleted = 1)").collect(Collectors.joining(" UNION ALL ", "", FINAL_OF_LAYERS)), Map.of("build", build),
        row -> keys.put(row.getString(1), row.getLong(2)));
    return keys;
  }

  /** Copies the rows of a layer into an earlier one of the same table, where they replace those of the same keys. May be repeated. */
  void merge(String table, long layer, long into) {
    // the inner query, because a replaced column would hide the stored one from the condition
    clickHouse.execute("INSERT INTO " + of(table) + " SELECT * REPLACE ({into:UInt64} AS layer) FROM (SELECT * FROM " + of(table)
        + " WHERE layer = {layer:UInt64})", Map.of("layer", layer, "into", into));
  }

  /**
   * Merges the parts of a layer into one, and returns when that is done. A rebuild leaves a handful of parts with all keys in each, too few for the server to
   * merge them by itself: a reader of some keys reads that many times as much.
   */
  void mergeParts(String table, long layer) {
    long parts = clickHouse.queryLong("SELECT if(sum(rows) > {most:UInt64}, 0, count()) FROM system.parts WHERE active AND database = currentDatabase()"
        + " AND table = {table:String} AND partition = {layer:String}", Map.of("most", MERGED_AT_ONCE, "table", of(table), "layer", Long.toString(layer)));
    if (parts > 1) {
      clickHouse.execute("OPTIMIZE TABLE " + of(table) + " PARTITION {layer:UInt64}", Map.of("layer", layer));
    }
  }

  /** Drops a layer of a table. */
  void drop(String table, long layer) {
    clickHouse.execute("ALTER TABLE " + of(table) + " DROP PARTITION " + layer + " SETTINGS max_partition_size_to_drop = 0", Map.of());
  }

  /** Drops what a build wrote. */
  void drop(long build) {
    present().forEach((table, layers) -> {
      if (layers.contains(build)) {
        drop(table, build);
      }
    });
  }
}
