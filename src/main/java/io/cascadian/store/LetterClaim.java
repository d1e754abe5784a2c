package io.cascadian.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Locks one dead letter, so that no other thread or process sends its exchange.
 *
 * <p>An advisory lock of a session, which ends with the process that holds it. Closing gives it back.
 */
final class LetterClaim implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LetterClaim.class);
  private static final String KEY = "hashtextextended('cascadian:dead-letter:' || ?, 0)";

  private final Connection session;
  private final long letter;

  private LetterClaim(Connection session, long letter) {
    this.session = session;
    this.letter = letter;
  }

  /**
   * Claims a letter.
   *
   * @return nothing when another process has it
   * @throws StoreException when Postgres cannot be asked
   */
  static Optional<LetterClaim> take(Postgres postgres, long letter) {
    try {
      Connection session = postgres.dataSource().getConnection();
      try {
        if (call(session, "SELECT pg_try_advisory_lock(" + KEY + ")", letter)) {
          return Optional.of(new LetterClaim(session, letter));
        }
      } catch (SQLException | RuntimeException e) {
        session.close();
        throw e;
      }
      session.close();
      return Optional.empty();
    } catch (SQLException e) {
      throw postgres.failed("claim dead letter " + letter, e);
    }
  }

  private static boolean call(Connection session, String sql, long letter) throws SQLException {
    try (PreparedStatement statement = session.prepareStatement(sql)) {
      statement.setString(1, Long.toString(letter));
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  /** Releases the claim; if that fails, the end of the session releases it. */
  @Override
  public void close() {
    try (session) {
      call(session, "SELECT pg_advisory_unlock(" + KEY + ")", letter);
    } catch (SQLException e) {
      LOG.warn("Dead letter {}: the claim of its replay could not be released: {}; it ends with its session", letter, e.getMessage());
    }
  }
}
