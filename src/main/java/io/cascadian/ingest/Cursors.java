package io.cascadian.ingest;

import io.cascadian.source.Cursor;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.Postgres;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Stores how far each stream is read and durably stored. Writes only under the fence of the run lock's holder. Thread-safe. */
final class Cursors {

  private final Postgres postgres;

  /**
   * Holds a stream's stored position.
   *
   * @param position for streams ordered by time the last record's; for streams ordered by id, {@code order} is the first block whose
   *     changes the scan in progress, or the next one, is about, and the id is the last read one, empty between scans
   * @param block pinned block of the read; of a scan in progress, the block it began at
   * @param deployment that the position belongs to; null when unknown
   */
  record Stored(Cursor position, long block, String deployment) {}

  /**
   * Describes how far a stream is read.
   *
   * @param readAt when its cursor moved last
   * @param events that it covers
   */
  record Progress(Instant readAt, long events) {}

  Cursors(Postgres postgres) {
    this.postgres = postgres;
  }

  Optional<Stored> load(String stream) {
    return postgres.queryOne(
        "SELECT position, block, deployment FROM cursors WHERE stream = ?",
        row -> new Stored(Cursor.parse(row.getString(1)), row.getLong(2), row.getString(3)),
        stream);
  }

  /** Returns all streams that were ever read, by their names. */
  Map<String, Progress> all() {
    Map<String, Progress> streams = new TreeMap<>();
    postgres.query("SELECT stream, updated_at, events FROM cursors",
        row -> streams.put(row.getString(1), new Progress(row.getTimestamp(2).toInstant().truncatedTo(ChronoUnit.SECONDS), row.getLong(3))));
    return streams;
  }

  /** Returns whether a stream's cursor did not move in the last run that moved any, because that run did not read it to its end, or not at all. */
  boolean isLeftOut(String stream) {
    return postgres.queryOne("SELECT fence < (SELECT max(fence) FROM cursors) FROM cursors WHERE stream = ?", row -> row.getBoolean(1), stream)
        .orElse(false);
  }

  /** Returns the fence of the run that moved a stream's cursor last; 0 where it has none. */
  long fence(String stream) {
    return postgres.queryOne("SELECT fence FROM cursors WHERE stream = ?", row -> row.getLong(1), stream).orElse(0L);
  }

  /** Returns the hash that the source reported for the block that a stream was last pinned to. */
  Optional<String> blockHash(String stream) {
    return postgres.queryOne("SELECT block_hash FROM cursors WHERE stream = ? AND block_hash IS NOT NULL", row -> row.getString(1), stream);
  }

  /**
   * Moves the cursor in one transaction with the check of the fence.
   *
   * @throws io.cascadian.store.LostLockException when another process holds the lock by now
   */
  void advance(FenceGuard guard, String stream, Stored to, String blockHash, long events) {
    postgres.inTransaction("move the cursor of " + stream, connection -> {
      guard.checkIn(connection);
      try (PreparedStatement statement = connection.prepareStatement(
          """
          INSERT INTO cursors (stream, position, block, block_hash, deployment, fence, events) VALUES (?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT (stream) DO UPDATE
          SET position = excluded.position, block = excluded.block, block_hash = excluded.block_hash, deployment = excluded.deployment,
              fence = excluded.fence, events = cursors.events + excluded.events, updated_at = now()
          """)) {
        statement.setString(1, stream);
        statement.setString(2, to.position().toString());
        statement.setLong(3, to.block());
        statement.setString(4, blockHash);
        statement.setString(5, to.deployment());
        statement.setLong(6, guard.fence());
        statement.setLong(7, events);
        return statement.executeUpdate();
      }
    });
  }

  /**
   * Sets a cursor that is after a position back to it; an earlier or missing one stays.
   *
   * @param events no longer covered
   * @return whether it was set back
   * @throws io.cascadian.store.LostLockException when another process holds the lock by now
   */
  boolean setBack(FenceGuard guard, String stream, Cursor to, long events) {
    Stored stored = load(stream).orElse(null);
    if (stored == null || stored.position().compareTo(to) <= 0) {
      return false;
    }
    return postgres.inTransaction("set back the cursor of " + stream, connection -> {
      guard.checkIn(connection);
      try (PreparedStatement statement = connection.prepareStatement(
          "UPDATE cursors SET position = ?, fence = ?, events = greatest(0, events - ?), updated_at = now() WHERE stream = ?")) {
        statement.setString(1, to.toString());
        statement.setLong(2, guard.fence());
        statement.setLong(3, events);
        statement.setString(4, stream);
        return statement.executeUpdate() > 0;
      }
    });
  }
}
