package io.cascadian.ingest;

import io.cascadian.store.FenceGuard;
import io.cascadian.store.Postgres;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Stores which windows of work on history are done, so that interrupted work is resumed. Writes only under the fence.
 *
 * <p>A window counts as done only when the block that it was read at is so much later than the window that nothing can have come into it
 * since; others are cheap to do again.
 */
final class HistoryProgress {

  /** Data time by which the source's head is ahead of a window that is done for good. */
  private static final long SETTLED_SECONDS = 3600;

  private final Postgres postgres;

  HistoryProgress(Postgres postgres) {
    this.postgres = postgres;
  }

  /** Tracks one stream's period, open until all of it is done. */
  final class Work {
    private final long id;
    private final FenceGuard guard;
    private final Set<String> done;

    private Work(long id, FenceGuard guard, Set<String> done) {
      this.id = id;
      this.guard = guard;
      this.done = done;
    }

    boolean isDone(Window window) {
      return done.contains(key(window.after().order(), window.to().order()));
    }

    void done(Map<Window, Difference> windows, Pin pin) {
      Long head = pin.head().timestamp();
      postgres.inTransaction("note the progress of work on history", connection -> {
        guard.checkIn(connection);
        try (PreparedStatement statement = connection.prepareStatement(
            """
            INSERT INTO history_windows (work, since, until, pin, deployment, settled, source_rows, corrected, tombstoned)
            VALUES (?, to_timestamp(?), to_timestamp(?), ?, ?, ?, ?, ?, ?)
            ON CONFLICT (work, since, until) DO UPDATE
            SET pin = excluded.pin, deployment = excluded.deployment, settled = excluded.settled, source_rows = excluded.source_rows,
                corrected = history_windows.corrected + excluded.corrected, tombstoned = history_windows.tombstoned + excluded.tombstoned,
                done_at = now()
            """)) {
          for (Map.Entry<Window, Difference> done : windows.entrySet()) {
            Window window = done.getKey();
            Difference found = done.getValue();
            set(statement, id, window.after().order(), window.to().order(), pin.block(), pin.head().deployment(),
                head != null && window.to().order() + SETTLED_SECONDS <= head, found.sourceRows(), found.corrected(), found.gone());
            statement.addBatch();
          }
          return statement.executeBatch();
        }
      });
    }

    /** Closes the work: the same request starts over. */
    void end() {
      postgres.inTransaction("end work on history", connection -> {
        guard.checkIn(connection);
        try (PreparedStatement statement = connection.prepareStatement("UPDATE history_work SET ended_at = now() WHERE id = ?")) {
          set(statement, id);
          return statement.executeUpdate();
        }
      });
    }
  }

  /** Returns the unfinished work of that kind on exactly this period, or new work. */
  Work open(HistoryKind kind, String stream, Window stretch, Pin pin, FenceGuard guard) {
    long id = postgres.inTransaction("begin work on history", connection -> {
      guard.checkIn(connection);
      try (PreparedStatement statement = connection.prepareStatement(
          """
          INSERT INTO history_work (kind, stream, since, until, fence) VALUES (?, ?, to_timestamp(?), to_timestamp(?), ?)
          ON CONFLICT (kind, stream, since, until) WHERE ended_at IS NULL DO UPDATE SET fence = excluded.fence
          RETURNING id
          """)) {
        set(statement, kind.label(), stream, stretch.after().order(), stretch.to().order(), guard.fence());
        try (ResultSet row = statement.executeQuery()) {
          row.next();
          return row.getLong(1);
        }
      }
    });
    Set<String> done = new HashSet<>(postgres.query(
        """
        SELECT extract(epoch FROM since)::bigint, extract(epoch FROM until)::bigint FROM history_windows
        WHERE work = ? AND settled AND deployment IS NOT DISTINCT FROM ?::text
        """,
        row -> key(row.getLong(1), row.getLong(2)), id, pin.head().deployment()));
    return new Work(id, guard, done);
  }

  /** Marks windows after a time as not done: its events are about to be tombstoned. */
  void forget(FenceGuard guard, String stream, long after) {
    postgres.inTransaction("forget the progress of work on history", connection -> {
      guard.checkIn(connection);
      try (PreparedStatement statement = connection.prepareStatement(
          """
          UPDATE history_windows SET settled = false
          WHERE until > to_timestamp(?) AND work IN (SELECT id FROM history_work WHERE stream = ? AND ended_at IS NULL)
          """)) {
        set(statement, after + 1, stream);
        return statement.executeUpdate();
      }
    });
  }

  /** Returns the newest block that a stream's history was compared at; 0 when it never was. */
  long newestPin(String stream) {
    return postgres.queryOne(
        "SELECT coalesce(max(w.pin), 0) FROM history_windows AS w JOIN history_work AS h ON h.id = w.work WHERE h.stream = ?",
        row -> row.getLong(1), stream).orElse(0L);
  }

  private static void set(PreparedStatement statement, Object... parameters) throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
  }

  private static String key(long since, long until) {
    return since + "/" + until;
  }
}
