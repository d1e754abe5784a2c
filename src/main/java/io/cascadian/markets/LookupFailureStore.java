package io.cascadian.markets;

import io.cascadian.store.FenceGuard;
import io.cascadian.store.Postgres;
import io.cascadian.store.StorableText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Stores failed look-ups in the table {@code market_lookups} until they succeed.
 *
 * <p>Only failures are stored, never answers. Thread-safe.
 */
final class LookupFailureStore {

  private final Postgres postgres;

  LookupFailureStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /**
   * Describes a look-up that failed.
   *
   * @param attempts look-ups in a row that failed in this way
   */
  record Entry(LookupFailure failure, int attempts, String lastError, Instant triedAt, Instant nextTryAt) {

    /** Makes the entry that follows an earlier one; null where it is the first. */
    static Entry after(Entry earlier, LookupFailure failure, String error, Instant now) {
      int attempts = earlier == null || earlier.failure != failure ? 1 : earlier.attempts + 1;
      return new Entry(failure, attempts, error, now, now.plus(failure.pause(attempts)));
    }

    /** Returns whether it may be asked again; also when it was recorded by a clock that was ahead. */
    boolean isDue(Instant now) {
      return !nextTryAt.isAfter(now) || triedAt.isAfter(now);
    }

    MissingMarket.Lookups lookups() {
      return new MissingMarket.Lookups(attempts, failure.word() + ": " + lastError, nextTryAt);
    }
  }

  Map<LookupKey, Entry> all() {
    Map<LookupKey, Entry> entries = new HashMap<>();
    postgres.query(
        "SELECT condition_id, token_id, failure, attempts, last_error, last_tried_at, next_try_at FROM market_lookups",
        row -> entries.put(new LookupKey(row.getString(1), row.getString(2)), new Entry(LookupFailure.of(row.getString(3)), row.getInt(4),
            row.getString(5), row.getTimestamp(6).toInstant(), row.getTimestamp(7).toInstant())));
    return entries;
  }

  /** Stores failures and deletes those that are settled, in one transaction under the fence. */
  void update(Map<LookupKey, Entry> failed, Collection<LookupKey> settled, FenceGuard guard) {
    if (failed.isEmpty() && settled.isEmpty()) {
      return;
    }
    postgres.inTransaction("record market look-ups", connection -> {
      guard.checkIn(connection);
      keep(connection, failed, guard.fence());
      return forget(connection, settled);
    });
  }

  private static void keep(Connection connection, Map<LookupKey, Entry> failed, long fence) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(
        """
        INSERT INTO market_lookups (condition_id, token_id, failure, attempts, last_error, last_tried_at, next_try_at, fence)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (condition_id, token_id) DO UPDATE SET failure = excluded.failure, attempts = excluded.attempts,
          last_error = excluded.last_error, last_tried_at = excluded.last_tried_at, next_try_at = excluded.next_try_at,
          fence = excluded.fence
        """)) {
      for (Map.Entry<LookupKey, Entry> entry : failed.entrySet()) {
        insert.setString(1, entry.getKey().conditionId());
        insert.setString(2, entry.getKey().tokenId());
        insert.setString(3, entry.getValue().failure.word());
        insert.setInt(4, entry.getValue().attempts);
        insert.setString(5, StorableText.of(entry.getValue().lastError));
        insert.setTimestamp(6, Timestamp.from(entry.getValue().triedAt));
        insert.setTimestamp(7, Timestamp.from(entry.getValue().nextTryAt));
        insert.setLong(8, fence);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static int forget(Connection connection, Collection<LookupKey> settled) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement("DELETE FROM market_lookups WHERE condition_id = ? AND token_id = ?")) {
      for (LookupKey key : settled) {
        delete.setString(1, key.conditionId());
        delete.setString(2, key.tokenId());
        delete.addBatch();
      }
      return delete.executeBatch().length;
    }
  }
}
