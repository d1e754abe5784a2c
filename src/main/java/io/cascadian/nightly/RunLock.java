package io.cascadian.nightly;

import io.cascadian.store.FenceGuard;
import io.cascadian.store.LostLockException;
import io.cascadian.store.Postgres;
import io.cascadian.store.StoreUnavailableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Excludes concurrent runs across threads, processes and machines.
 *
 * <p>Two things together: a Postgres session advisory lock on a connection of its own excludes others and is released by the server the
 * moment the holder dies; a fence number in {@code run_lock}, which grows with every acquisition, stops a holder that lost the lock
 * without noticing (paused, cut off) from committing. Thread-safe.
 */
public final class RunLock {

  private static final Logger LOG = LoggerFactory.getLogger(RunLock.class);
  /** The one lock that every kind of run takes, as the routes name it. */
  public static final String RUNS = "nightly";
  /** Timeout of waiting for a holder whose run has ended, and which only delivers the summary. */
  private static final Duration RELEASE_TIMEOUT = Duration.ofSeconds(2);
  private static final String KEY = "hashtextextended('cascadian:' || ?, 0)";

  private final Postgres postgres;
  private final Callable<Connection> connections;
  private final Fences fences;
  private final String holder;

  /**
   * Describes the holder of the lock.
   *
   * @param holder process that took it
   * @param trigger what started its run
   */
  public record Holder(String holder, String trigger, Instant since) {

    @Override
    public String toString() {
      return holder + " (" + trigger + ") since " + since;
    }
  }

  /** Represents the acquired lock; closing it releases the lock. */
  public final class Held implements FenceGuard, AutoCloseable {
    private final String name;
    private final Connection connection;
    private final Fences.Claim claim;
    private final long fence;

    private Held(String name, Connection connection, long given) {
      this.name = name;
      this.connection = connection;
      claim = fences.claim(name, given);
      fence = claim.fence();
    }

    @Override
    public long fence() {
      return fence;
    }

    /** Checks the session that holds the lock: if it has ended the lock is lost, even if no other process has acquired it yet. */
    @Override
    public void check() {
      try {
        check(connection, "SELECT fence FROM run_lock WHERE name = ?");
      } catch (SQLException e) {
        throw new LostLockException(name, fence, e);
      }
    }

    @Override
    public void checkIn(Connection transaction) throws SQLException {
      check(transaction, "SELECT fence FROM run_lock WHERE name = ? FOR SHARE");
    }

    @Override
    public void checkStores() {
      claim.settle();
    }

    private void check(Connection session, String sql) throws SQLException {
      try (PreparedStatement statement = session.prepareStatement(sql)) {
        statement.setString(1, name);
        try (ResultSet row = statement.executeQuery()) {
          long current = row.next() ? row.getLong(1) : -1;
          if (current != fence) {
            throw new LostLockException(name, fence, current);
          }
        }
      }
    }

    /** Releases the lock; should that fail, the end of the session releases it, a moment later. */
    @Override
    public void close() {
      try {
        postgres.update(
            "UPDATE run_lock SET holder = NULL, trigger = NULL, held_since = NULL WHERE name = ? AND fence = ?", name, fence);
      } catch (RuntimeException e) {
        LOG.warn("Lock '{}': clearing its holder failed; the lock is released, but shows the former holder until it is acquired again: {}", name, e.getMessage());
      }
      try (PreparedStatement unlock = connection.prepareStatement("SELECT pg_advisory_unlock(" + KEY + ")")) {
        unlock.setString(1, name);
        unlock.execute();
      } catch (SQLException e) {
        LOG.debug("Releasing the lock '{}': {}", name, e.getMessage());
      }
      closeQuietly(connection);
    }
  }

  /**
   * @param connections makes a connection outside the pool, kept as long as the lock is held
   * @param fences notified of every acquisition
   * @param holder how this process is named to others that find the lock taken
   */
  public RunLock(Postgres postgres, Callable<Connection> connections, Fences fences, String holder) {
    this.postgres = postgres;
    this.connections = connections;
    this.fences = fences;
    this.holder = holder;
  }

  /**
   * Acquires the lock if it is free. If its holder has no run in progress, waits up to two seconds: the result of a run is stored before its lock is
   * released, and a caller that saw the result must get the next run.
   *
   * @param name of the lock
   * @param trigger what wants it: schedule, http, cli, drop, start
   * @return empty when somebody else holds it
   * @throws StoreUnavailableException when Postgres cannot be asked
   */
  public Optional<Held> tryAcquire(String name, String trigger) {
    Connection connection = null;
    try {
      connection = connections.call();
      long end = System.nanoTime() + RELEASE_TIMEOUT.toNanos();
      while (!locked(connection, name)) {
        if (isRunning(connection, name) || System.nanoTime() > end) {
          connection.close();
          return Optional.empty();
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
      return Optional.of(new Held(name, connection, nextFence(name, trigger)));
    } catch (Exception e) {
      if (connection != null) {
        closeQuietly(connection);
      }
      if (e instanceof RuntimeException runtime) {
        throw runtime;
      }
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new StoreUnavailableException("Postgres", "acquire the lock '" + name + "'", e.getMessage(), e);
    }
  }

  /** Returns whether a run of the latest holder is in progress. */
  private static boolean isRunning(Connection connection, String name) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(
        "SELECT EXISTS (SELECT 1 FROM run_lock JOIN runs USING (fence) WHERE run_lock.name = ? AND runs.status = 'running')")) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  /** Returns who holds the lock now; empty when it is free, also when the holder died without releasing it. */
  public Optional<Holder> holder(String name) {
    return postgres.queryOne(
        "SELECT holder, trigger, held_since FROM run_lock WHERE name = ? AND holder IS NOT NULL",
        row -> new Holder(row.getString(1), row.getString(2), row.getTimestamp(3).toInstant()),
        name);
  }

  /** Returns who works on a run now, or on history; empty when the lock is free, also when the last holder died. */
  public Optional<Holder> current() {
    return isHeld(RUNS) ? holder(RUNS) : Optional.empty();
  }

  /** Returns whether any session holds the lock; the server reports it, so a holder that died does not count. */
  boolean isHeld(String name) {
    return postgres
        .queryOne(
            "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1"
                + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
                + " AND (classid::bigint << 32 | objid::bigint) = " + KEY + ")",
            row -> row.getBoolean(1),
            name)
        .orElseThrow();
  }

  private static boolean locked(Connection connection, String name) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT pg_try_advisory_lock(" + KEY + ")")) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  private long nextFence(String name, String trigger) {
    return postgres
        .queryOne(
            """
            INSERT INTO run_lock (name, fence, holder, trigger, held_since) VALUES (?, 1, ?, ?, now())
            ON CONFLICT (name) DO UPDATE
            SET fence = run_lock.fence + 1, holder = excluded.holder, trigger = excluded.trigger, held_since = excluded.held_since
            RETURNING fence
            """,
            row -> row.getLong(1),
            name, holder, trigger)
        .orElseThrow();
  }

  private static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.debug("Closing the lock's connection: {}", e.getMessage());
    }
  }
}
