package io.cascadian.nightly;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.Postgres;
import io.cascadian.store.StoreException;
import io.cascadian.store.StoresOutOfSyncException;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects databases that are out of sync: one that was restored from an older backup without the other is reported before anything is written.
 *
 * <p>Postgres gives out the fences and ClickHouse keeps each in the table {@code fences}; that it does, Postgres notes in turn. A Postgres
 * that gives out a fence which ClickHouse has already is the older one, and continues above it: with a lower one, what is written would lose
 * against the rows of before. A ClickHouse that lacks a fence which Postgres has noted lacks the rows of that run as well, and the cursors
 * are past them. Thread-safe.
 */
public final class Fences {

  private static final Logger LOG = LoggerFactory.getLogger(Fences.class);

  private final Postgres postgres;
  private final List<ClickHouse> nodes;

  /** @param clickHouse asked whenever the lock is taken; one that gives up soon */
  public Fences(Postgres postgres, ClickHouse clickHouse) {
    this(postgres, List.of(clickHouse));
  }

  /** @param nodes every ClickHouse that a holder publishes on: a fence that one of them does not know protects nothing there */
  public Fences(Postgres postgres, List<ClickHouse> nodes) {
    this.postgres = postgres;
    this.nodes = List.copyOf(nodes);
  }

  /**
   * Compares the databases for a fence that was just given out, and makes it known to ClickHouse. Where that cannot be done now, or must not be,
   * {@link Claim#settle} does it, or returns why not: health, which writes nothing, comes first and reports more.
   */
  Claim claim(String lock, long given) {
    Claim claim = new Claim(lock, given);
    try {
      claim.compare(true);
      claim.settle();
    } catch (StoreException | StoresOutOfSyncException e) {
      LOG.debug("Fence {} is not made known to ClickHouse: {}", claim.fence(), e.getMessage());
    }
    return claim;
  }

  /** Registers one fence in both databases. Thread-safe. */
  final class Claim {
    private final String lock;
    private volatile long fence;
    private boolean compared;
    private boolean stored;

    private Claim(String lock, long given) {
      this.lock = lock;
      this.fence = given;
    }

    /** Returns the fence that is in force: a higher one than was given where ClickHouse had that already. */
    long fence() {
      return fence;
    }

    /**
     * Makes the fence known, where it is not yet.
     *
     * @throws StoresOutOfSyncException when ClickHouse is the older one; also when Postgres is, and that was not to be seen before work began
     * @throws StoreException when a database cannot be asked
     */
    synchronized void settle() {
      if (stored) {
        return;
      }
      if (!compared) {
        compare(false);
      }
      // once more where the answer to the first time was lost: the row is there twice then
      nodes.forEach(node -> node.execute("INSERT INTO fences (fence) VALUES ({fence:UInt64})", Map.of("fence", fence)));
      postgres.update("UPDATE run_lock SET clickhouse_fence = ? WHERE name = ? AND fence = ?", fence, lock, fence);
      stored = true;
    }

    /** Compares the fence with ClickHouse's newest; called only before the fence is registered there, since afterwards the newest may be this one. */
    private synchronized void compare(boolean mayRise) {
      LongSummaryStatistics known = nodes.stream().mapToLong(node -> node.queryLong("SELECT max(fence) FROM fences", Map.of())).summaryStatistics();
      long newest = known.getMax();
      long noted = postgres.queryOne("SELECT clickhouse_fence FROM run_lock WHERE name = ?", row -> row.getLong(1), lock).orElse(0L);
      if (known.getMin() < noted) {
        throw StoresOutOfSyncException.olderClickHouse(noted, known.getMin());
      }
      if (newest >= fence) {
        if (!mayRise) {
          throw StoresOutOfSyncException.olderPostgres(fence, newest);
        }
        LOG.warn("Postgres was restored from an older backup than ClickHouse: ClickHouse has fence {}, Postgres assigned {}; numbering continues after the higher one",
            newest, fence);
        postgres.update("UPDATE run_lock SET fence = ? WHERE name = ? AND fence = ?", newest + 1, lock, fence);
        fence = newest + 1;
      }
      compared = true;
    }
  }
}
