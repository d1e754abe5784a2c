package io.cascadian.nightly;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.Postgres;
import io.cascadian.store.StoresApartException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Are both databases of the same time? One that was restored from a backup without the other is found out before anything is written.
 *
 * <p>Postgres gives out the fences and ClickHouse keeps each in the table {@code fences}; that it does, Postgres notes in turn. A Postgres
 * that gives out a fence which ClickHouse has already is the older one, and goes on above it: with a lower one, what is written would lose
 * against the rows of before. A ClickHouse that lacks a fence which Postgres has noted lacks the rows of that run as well, and the cursors
 * are past them. Thread-safe.
 */
public final class Fences {

  private static final Logger LOG = LoggerFactory.getLogger(Fences.class);

  private final Postgres postgres;
  private final ClickHouse clickHouse;

  /** @param clickHouse asked whenever the lock is taken; one that gives up soon */
  public Fences(Postgres postgres, ClickHouse clickHouse) {
    this.postgres = postgres;
    this.clickHouse = clickHouse;
  }

  /**
   * Makes a new fence known to ClickHouse.
   *
   * @return the fence that is in force: a higher one where ClickHouse had this one already
   * @throws StoresApartException when ClickHouse is the older one
   * @throws io.cascadian.store.StoreException when a database cannot be asked
   */
  long claim(String lock, long fence) {
    long newest = newest(lock);
    if (newest < fence) {
      return keep(lock, fence);
    }
    LOG.warn("Postgres is of an earlier time than ClickHouse, which knows fence {} when Postgres gives out {}: fences go on from there",
        newest, fence);
    postgres.update("UPDATE run_lock SET fence = ? WHERE name = ? AND fence = ?", newest + 1, lock, fence);
    return keep(lock, newest + 1);
  }

  /**
   * Makes a fence known that could not be when it was given out.
   *
   * @throws StoresApartException also when Postgres is the older one: work under this fence has begun, so that it cannot become a higher one
   */
  void confirm(String lock, long fence) {
    long newest = newest(lock);
    if (newest >= fence) {
      throw StoresApartException.olderPostgres(fence, newest);
    }
    keep(lock, fence);
  }

  private long newest(String lock) {
    long newest = clickHouse.queryLong("SELECT max(fence) FROM fences", Map.of());
    long kept = postgres.queryOne("SELECT kept_fence FROM run_lock WHERE name = ?", row -> row.getLong(1), lock).orElse(0L);
    if (newest < kept) {
      throw StoresApartException.olderClickHouse(kept, newest);
    }
    return newest;
  }

  private long keep(String lock, long fence) {
    clickHouse.execute("INSERT INTO fences (fence) VALUES ({fence:UInt64})", Map.of("fence", fence));
    postgres.update("UPDATE run_lock SET kept_fence = ? WHERE name = ? AND fence = ?", fence, lock, fence);
    return fence;
  }
}
