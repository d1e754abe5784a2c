package io.cascadian.watchlist;

import io.cascadian.store.Postgres;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Which strategies are there? Kept in Postgres; thread-safe. */
public final class Strategies {

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

  /** Creates a strategy with an empty list; empty when there is one of that name. */
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

  public Optional<Strategy> find(long id) {
    return postgres.queryOne(SELECT + "WHERE s.id = ?", Strategies::strategy, id);
  }

  /** Some of them, the oldest first. */
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
