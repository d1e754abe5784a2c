package io.cascadian.watchlist;

import io.cascadian.store.Postgres;
import io.cascadian.store.StoreRejectedException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores strategies in Postgres and logs each change. Thread-safe. */
public final class Strategies {

  private static final Logger LOG = LoggerFactory.getLogger(Strategies.class);
  private static final String UNIQUE_VIOLATION = "23505";

  private static final String SELECT =
      """
      SELECT s.id, s.name, s.active, s.created_at, s.updated_at,
        (SELECT count(*) FROM strategy_watchlist e WHERE e.strategy_id = s.id),
        ARRAY(SELECT wallet FROM strategy_wallets w WHERE w.strategy_id = s.id ORDER BY wallet),
        ARRAY(SELECT category FROM strategy_categories c WHERE c.strategy_id = s.id ORDER BY category)
      FROM strategies s
      """;

  private final Postgres postgres;

  public Strategies(Postgres postgres) {
    this.postgres = postgres;
  }

  /** Creates a strategy with an empty list; empty when the name is taken. */
  public Optional<Strategy> create(NewStrategy wanted) {
    return postgres.queryOne(
        """
        WITH s AS (INSERT INTO strategies (name, active) VALUES (?, ?) ON CONFLICT (name) DO NOTHING RETURNING id),
          w AS (INSERT INTO strategy_wallets (strategy_id, wallet) SELECT id, unnest(?::text[]) FROM s),
          c AS (INSERT INTO strategy_categories (strategy_id, category) SELECT id, unnest(?::text[]) FROM s)
        SELECT id FROM s
        """,
        row -> row.getLong(1), wanted.name(), wanted.active(), wanted.wallets().toArray(String[]::new),
        wanted.categories().toArray(String[]::new)).flatMap(this::find);
  }

  /**
   * Changes a strategy; empty when there is none of that id.
   *
   * @throws NameTakenException when there is another one of that name; nothing was changed
   */
  public Optional<Strategy> change(long id, StrategyChange wanted) {
    boolean found;
    try {
      found = postgres.inTransaction("change strategy " + id, connection -> change(connection, id, wanted));
    } catch (StoreRejectedException e) {
      if (e.code().equals(UNIQUE_VIOLATION)) {
        throw new NameTakenException(wanted.name().orElse(""), e);
      }
      throw e;
    }
    if (found) {
      LOG.info("Strategy {} changed: {}", id, wanted);
    }
    return found ? find(id) : Optional.empty();
  }

  /** Locks the row first, as a run does that decides on signals: it sees all of the change or nothing of it. */
  private static boolean change(Connection connection, long id, StrategyChange wanted) throws SQLException {
    int rows = update(connection,
        "UPDATE strategies SET name = coalesce(?::text, name), active = coalesce(?::boolean, active), updated_at = now() WHERE id = ?",
        wanted.name().orElse(null), wanted.active().orElse(null), id);
    if (rows > 0 && wanted.wallets().isPresent()) {
      replace(connection, id, "strategy_wallets", "wallet", wanted.wallets().get());
    }
    if (rows > 0 && wanted.categories().isPresent()) {
      replace(connection, id, "strategy_categories", "category", wanted.categories().get());
    }
    return rows > 0;
  }

  /** Leaves the rows of unchanged wallets, with their last seen fence. */
  private static void replace(Connection connection, long id, String table, String column, List<String> all) throws SQLException {
    String[] texts = all.toArray(String[]::new);
    update(connection, "DELETE FROM " + table + " WHERE strategy_id = ? AND " + column + " <> ALL (?::text[])", id, texts);
    update(connection, "INSERT INTO " + table + " (strategy_id, " + column + ") SELECT ?, unnest(?::text[]) ON CONFLICT DO NOTHING", id, texts);
  }

  private static int update(Connection connection, String sql, Object... parameters) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        update.setObject(i + 1, parameters[i]);
      }
      return update.executeUpdate();
    }
  }

  /** Deletes a strategy with its list and with what was decided on its signals; false when there is none of that id. */
  public boolean delete(long id) {
    boolean deleted = postgres.update("DELETE FROM strategies WHERE id = ?", id) > 0;
    if (deleted) {
      LOG.info("Strategy {} deleted, with its list", id);
    }
    return deleted;
  }

  public Optional<Strategy> find(long id) {
    return postgres.queryOne(SELECT + "WHERE s.id = ?", Strategies::strategy, id);
  }

  /** Returns a page of strategies, the oldest first. */
  public List<Strategy> list(int limit, int offset) {
    return postgres.query(SELECT + "ORDER BY s.id LIMIT ? OFFSET ?", Strategies::strategy, limit, offset);
  }

  public long count() {
    return postgres.queryOne("SELECT count(*) FROM strategies", row -> row.getLong(1)).orElseThrow();
  }

  private static Strategy strategy(ResultSet row) throws SQLException {
    return new Strategy(row.getLong(1), row.getString(2), row.getBoolean(3), texts(row.getArray(7)), texts(row.getArray(8)), row.getLong(6),
        row.getTimestamp(4).toInstant(), row.getTimestamp(5).toInstant());
  }

  private static List<String> texts(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }
}
