package io.cascadian.ingest;

import io.cascadian.source.Cursor;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.Sql;
import java.util.HashMap;
import java.util.Map;

/** Counts the stored events of a stream, and notes which of them may be written again. */
final class StoredEvents {

  private final ClickHouse clickHouse;

  StoredEvents(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
  }

  /**
   * Counts events after a time.
   *
   * @param first time of the first, UTC seconds, {@code last} of the last; 0 when there are none
   */
  record Extent(long events, long first, long last) {}

  /** @param after UTC seconds */
  Extent after(StreamRows rows, long after) {
    Map<String, Object> parameters = rows.parameters();
    parameters.put("after", after);
    return clickHouse.queryOne(Sql.load("ingest/extent-" + rows.sql()), parameters,
        row -> new Extent(row.getLong("events"), row.getLong("first"), row.getLong("last")));
  }

  /**
   * Notes that the events behind a cursor may be written again with other contents, tombstoned ones included, where wallets' numbers are made of them.
   *
   * @param since fence of the run that moved the cursor there: what was stored before it lies in front of the cursor; 0 where that is not known
   * @param fence of the run that writes them
   */
  void noteReread(StreamRows rows, Cursor from, long since, long fence) {
    if (!rows.inLedger()) {
      return;
    }
    Map<String, Object> parameters = rows.parameters();
    parameters.put("from_time", Math.max(0, from.order()));
    parameters.put("from_id", from.id());
    parameters.put("since", since);
    parameters.put("fence", fence);
    clickHouse.execute(Sql.load("ingest/note-reread-" + rows.sql()), parameters);
  }

  /** Counts events by window number; windows without any are left out. */
  Map<Long, Long> byWindow(StreamRows rows, Window stretch, long seconds) {
    Map<String, Object> parameters = rows.parameters();
    parameters.put("from", stretch.after().order());
    parameters.put("until", stretch.to().order());
    parameters.put("seconds", seconds);
    Map<Long, Long> events = new HashMap<>();
    clickHouse.forEach(Sql.load("ingest/count-" + rows.sql()), parameters, row -> events.put(row.getLong("window"), row.getLong("events")));
    return events;
  }
}
