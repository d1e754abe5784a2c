package io.cascadian.watchlist;

import io.cascadian.store.Postgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the watchlists of strategies in Postgres: each market once, in the order of addition.
 *
 * <p>Condition ids that are passed in are normalised. Each change of a list is a line of the log, which names the request where one asked for
 * it. Thread-safe.
 */
public final class Watchlist {

  private static final Logger LOG = LoggerFactory.getLogger(Watchlist.class);
  private static final String COLUMNS = "condition_id, source, reason, metadata::text, added_at";
  private static final String FIND = "SELECT " + COLUMNS + " FROM strategy_watchlist WHERE strategy_id = ? AND condition_id = ?";

  private final Postgres postgres;

  public Watchlist(Postgres postgres) {
    this.postgres = postgres;
  }

  /**
   * Holds the entry of an addition.
   *
   * @param isNew whether it was not on the list before
   */
  public record Added(WatchedMarket market, boolean isNew) {}

  /** Returns a page of a strategy's list, the oldest entry first; empty as well when there is no such strategy. */
  public List<WatchedMarket> page(long strategy, int limit, int offset) {
    return postgres.query("SELECT " + COLUMNS + " FROM strategy_watchlist WHERE strategy_id = ? ORDER BY id LIMIT ? OFFSET ?",
        Watchlist::market, strategy, limit, offset);
  }

  /** Finds a market of the list; empty when it is not on it. */
  public Optional<WatchedMarket> find(long strategy, String conditionId) {
    return postgres.queryOne(FIND, Watchlist::market, strategy, conditionId);
  }

  /**
   * Adds a market to the list of a strategy; an existing entry stays unchanged. Empty when there is no such strategy.
   *
   * @throws RefusedException when the reason is too long or has control characters
   */
  public Optional<Added> add(long strategy, String conditionId, String reason) {
    if (reason.length() > 1000 || reason.chars().anyMatch(Character::isISOControl)) {
      throw new RefusedException("'reason' may have 1000 characters and no control characters.");
    }
    Optional<Added> result = changing("add to a watchlist", strategy, connection -> {
      try (PreparedStatement insert = prepare(connection,
          """
          WITH again AS (DELETE FROM strategy_watchlist_removals WHERE strategy_id = ? AND condition_id = ?)
          INSERT INTO strategy_watchlist (strategy_id, condition_id, source, reason) VALUES (?, ?, 'manual', ?)
          ON CONFLICT (strategy_id, condition_id) DO NOTHING
          RETURNING\s""" + COLUMNS,
          strategy, conditionId, strategy, conditionId, reason);
          ResultSet row = insert.executeQuery()) {
        if (row.next()) {
          return new Added(market(row), true);
        }
      }
      // locked against removal until this transaction ends
      try (PreparedStatement select = prepare(connection, FIND, strategy, conditionId); ResultSet row = select.executeQuery()) {
        row.next();
        return new Added(market(row), false);
      }
    });
    result.filter(Added::isNew).ifPresent(market -> added(strategy, conditionId, EntrySource.MANUAL));
    return result;
  }

  /** Removes a market, so that filling does not add it again; false when it is not on the list. */
  public boolean remove(long strategy, String conditionId) {
    boolean removed = changing("take off a watchlist", strategy, connection -> {
      try (PreparedStatement delete = prepare(connection,
          """
          WITH gone AS (DELETE FROM strategy_watchlist WHERE strategy_id = ? AND condition_id = ? RETURNING strategy_id, condition_id)
          INSERT INTO strategy_watchlist_removals (strategy_id, condition_id) SELECT strategy_id, condition_id FROM gone
          ON CONFLICT (strategy_id, condition_id) DO UPDATE SET removed_at = now()
          """,
          strategy, conditionId)) {
        return delete.executeUpdate() > 0;
      }
    }).orElse(false);
    if (removed) {
      LOG.info("Watchlist of strategy {}: {} removed", strategy, conditionId);
    }
    return removed;
  }

  /** Returns markets that were removed by request and not added again. */
  Set<String> removed(long strategy) {
    return new HashSet<>(postgres.query(
        "SELECT condition_id FROM strategy_watchlist_removals WHERE strategy_id = ?", row -> row.getString(1), strategy));
  }

  /** Adds markets to the list, in this order, except removed ones; returns those that were not on it. */
  Set<String> addAll(long strategy, List<Candidate> candidates) {
    Set<String> added = changing("fill a watchlist", strategy, connection -> {
      try (PreparedStatement insert = prepare(connection,
          """
          INSERT INTO strategy_watchlist (strategy_id, condition_id, source, reason, metadata)
          SELECT ?, condition_id, source, reason, metadata::jsonb
          FROM unnest(?::text[], ?::text[], ?::text[], ?::text[]) WITH ORDINALITY AS c (condition_id, source, reason, metadata, n)
          WHERE NOT EXISTS (SELECT 1 FROM strategy_watchlist_removals r WHERE r.strategy_id = ? AND r.condition_id = c.condition_id)
          ORDER BY n
          ON CONFLICT (strategy_id, condition_id) DO NOTHING
          RETURNING condition_id
          """,
          strategy, texts(candidates, Candidate::conditionId), texts(candidates, c -> c.source().label()),
          texts(candidates, Candidate::reason), texts(candidates, Candidate::metadata), strategy);
          ResultSet rows = insert.executeQuery()) {
        Set<String> conditions = new HashSet<>();
        while (rows.next()) {
          conditions.add(rows.getString(1));
        }
        return conditions;
      }
    }).orElse(Set.of());
    candidates.stream().filter(candidate -> added.contains(candidate.conditionId()))
        .forEach(candidate -> added(strategy, candidate.conditionId(), candidate.source()));
    return added;
  }

  /** Changes a list under the strategy's row lock; empty when there is no such strategy. */
  private <T> Optional<T> changing(String operation, long strategy, Postgres.TransactionWork<T> change) {
    return postgres.inTransaction(operation, connection -> {
      // locks of the list's rows would not do: a statement that waits for one goes on with the removals that it saw before
      try (PreparedStatement lock = prepare(connection, "SELECT id FROM strategies WHERE id = ? FOR NO KEY UPDATE", strategy);
          ResultSet row = lock.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
      }
      return Optional.of(change.apply(connection));
    });
  }

  private static PreparedStatement prepare(Connection connection, String sql, Object... parameters) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
  }

  private static void added(long strategy, String conditionId, EntrySource source) {
    LOG.info("Watchlist of strategy {}: {} added, source {}", strategy, conditionId, source.label());
  }

  private static String[] texts(List<Candidate> candidates, Function<Candidate, String> part) {
    return candidates.stream().map(part).toArray(String[]::new);
  }

  private static WatchedMarket market(ResultSet row) throws SQLException {
    return new WatchedMarket(
        row.getString(1), EntrySource.of(row.getString(2)), row.getString(3), row.getString(4), row.getTimestamp(5).toInstant());
  }
}
