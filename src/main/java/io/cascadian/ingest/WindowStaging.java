package io.cascadian.ingest;

import io.cascadian.source.SourceRecord;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.RowBinary;
import io.cascadian.store.Sql;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Holds the events of a window from both sides, the source's and the stored ones, in a staging table of its own. Closing drops it.
 *
 * <p>Its name holds the fence, so that a holder that lost the lock cannot put rows into, or empty, what its successor compares; the
 * successor drops what was left behind, and the late one's next statement fails. Not thread-safe.
 */
final class WindowStaging implements AutoCloseable {

  private static final String MARK = "__window_";
  private static final int UNUSABLE = 3;
  /** What DateTime holds; a record that is unusable because of a later time is in the last window. */
  private static final long LAST_TIME = (1L << 32) - 1;

  private final ClickHouse clickHouse;
  private final StreamRows rows;
  private final long fence;
  private final String table;

  /** @param number distinguishes the tables of a run */
  WindowStaging(ClickHouse clickHouse, StreamRows rows, long fence, int number) {
    this.clickHouse = clickHouse;
    this.rows = rows;
    this.fence = fence;
    this.table = rows.table() + MARK + fence + "_" + number;
    Map<String, String> name = Map.of("staging", table);
    clickHouse.execute("DROP TABLE IF EXISTS {staging:Identifier}", name);
    // not the engine of the target: a repeated row would collapse and a repeated block would be taken for known
    clickHouse.execute("CREATE TABLE {staging:Identifier} AS " + rows.table() + " ENGINE = MergeTree ORDER BY event_key", name);
    clickHouse.execute(Sql.load("ingest/window-" + rows.sql()), name);
  }

  /** Drops what runs that were cut off have left behind. */
  static void dropLeftovers(ClickHouse clickHouse) {
    clickHouse.query("SELECT name FROM system.tables WHERE database = currentDatabase() AND position(name, {mark:String}) > 0",
            Map.of("mark", MARK), row -> row.getString(1))
        .forEach(left -> clickHouse.execute("DROP TABLE IF EXISTS {staging:Identifier}", Map.of("staging", left)));
  }

  void clear() {
    clickHouse.execute("TRUNCATE TABLE {staging:Identifier}", Map.of("staging", table));
  }

  /** Adds rows as the source has them. */
  void add(Rows source) {
    for (Map.Entry<Rows.Table, RowBinary> encoded : source.encoded().entrySet()) {
      if (!encoded.getKey().table().equals(rows.table())) {
        throw new IllegalStateException("an event of " + rows.table() + " became a row of " + encoded.getKey().table());
      }
      if (encoded.getValue().rows() > 0) {
        clickHouse.insert(table, encoded.getKey().columns(), null, encoded.getValue()::writeTo);
      }
    }
  }

  /** Notes records that the source has but that cannot become rows. */
  void addUnusable(List<SourceRecord> records) {
    if (!records.isEmpty()) {
      RowBinary unusable = new RowBinary();
      records.forEach(r -> unusable.string(String.valueOf(r.value("id"))).int32(Math.min(r.position().order(), LAST_TIME)).int8(UNUSABLE).endRow());
      clickHouse.insert(table, List.of("new_event_id", "ts", "side"), null, unusable::writeTo);
    }
  }

  /** Adds what is stored of the window. */
  void addStored(Window window) {
    Map<String, Object> parameters = rows.parameters();
    parameters.put("staging", table);
    parameters.put("after_time", window.after().order());
    parameters.put("after_id", window.after().id());
    parameters.put("to_time", window.to().order());
    parameters.put("to_id", window.to().id());
    clickHouse.execute(Sql.load("ingest/stored-" + rows.sql()), parameters);
  }

  /** Returns how the sides differ, by the number of the window; windows that neither has anything in are left out. */
  Map<Long, Difference> difference(Window stretch, long windowSeconds) {
    Map<Long, Difference> differences = new TreeMap<>();
    clickHouse.forEach(Sql.load("ingest/difference"), Map.of("staging", table, "from", stretch.after().order(), "seconds", windowSeconds),
        row -> differences.put(row.getLong("window"), new Difference(
            row.getLong("source_rows"), row.getLong("stored_rows"), row.getLong("missing"), row.getLong("changed"), row.getLong("gone"),
            row.getLong("unusable_records"), sums(row.getString("source_sums")), sums(row.getString("stored_sums")))));
    return differences;
  }

  private static List<BigDecimal> sums(String text) {
    return text.isEmpty() ? List.of() : Arrays.stream(text.split(" ")).map(BigDecimal::new).toList();
  }

  /** Upserts missing and changed events into the target. */
  void upsert() {
    noteCorrections();
    clickHouse.execute(Sql.load("ingest/upsert"), target());
  }

  /** Tombstones events of the target that the source does not have. */
  void tombstone() {
    noteCorrections();
    clickHouse.execute(Sql.load("ingest/tombstone"), target());
  }

  /** Notes first of whom events are corrected or go: a process that dies in between leaves a note too many, never one too few. */
  private void noteCorrections() {
    if (!rows.inLedger()) {
      return;
    }
    clickHouse.execute(Sql.load("ingest/note-corrected-" + rows.sql()), Map.of("staging", table, "fence", fence));
  }

  private Map<String, Object> target() {
    return new HashMap<>(Map.of("staging", table, "target", rows.table(), "fence", fence));
  }

  @Override
  public void close() {
    clickHouse.execute("DROP TABLE IF EXISTS {staging:Identifier}", Map.of("staging", table));
  }
}
