package io.cascadian.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Marks databases into which a backup is being restored, in a schema of Postgres that nothing else uses: set before anything is changed, taken away in the
 * transaction that completes the restore. What finds it must not use the databases.
 */
public final class RestoreMark {

  private static final String FIND = "SELECT to_regclass('cascadian_restore.unfinished') IS NOT NULL";

  private RestoreMark() {}

  /** Sets the mark, or sets it again for another backup. */
  public static void set(Postgres postgres, String backup) {
    postgres.inTransaction("mark the databases as being restored", connection -> {
      try (PreparedStatement mark = connection.prepareStatement(Sql.load("store/restore-mark"));
          PreparedStatement named = connection.prepareStatement("INSERT INTO cascadian_restore.unfinished (backup) VALUES (?)")) {
        mark.execute();
        named.setString(1, backup);
        named.execute();
      }
      return null;
    });
  }

  /** Removes the mark when the transaction commits. */
  public static void clear(PostgresTables transaction) throws SQLException {
    transaction.execute("DROP SCHEMA cascadian_restore CASCADE");
  }

  /** Removes the mark after a restore that changed nothing. */
  public static void clear(Postgres postgres) {
    postgres.update("DROP SCHEMA cascadian_restore CASCADE");
  }

  /**
   * Returns which restore has begun and not ended.
   *
   * @throws StoreException when Postgres cannot be asked
   */
  public static Optional<UnfinishedRestoreException> find(Postgres postgres) {
    if (!postgres.queryOne(FIND, row -> row.getBoolean(1)).orElse(false)) {
      return Optional.empty();
    }
    return postgres.queryOne("SELECT backup, begun_at FROM cascadian_restore.unfinished",
        row -> new UnfinishedRestoreException(row.getString(1), row.getTimestamp(2).toInstant()));
  }

  /**
   * Rejects databases that hold a part of a backup. A Postgres that does not answer is left to the first call that needs it.
   *
   * @throws UnfinishedRestoreException when they do
   */
  public static void requireNone(Postgres postgres) {
    Optional<UnfinishedRestoreException> found;
    try {
      found = find(postgres);
    } catch (StoreUnavailableException e) {
      return;
    }
    if (found.isPresent()) {
      throw found.get();
    }
  }

  /**
   * Returns a session of another process of this program on the database, for a person.
   *
   * @param own name of the sessions of this process
   */
  public static Optional<String> otherSession(Connection connection, String own) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(Sql.load("store/other-sessions"))) {
      statement.setString(1, own);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
      }
    }
  }
}
