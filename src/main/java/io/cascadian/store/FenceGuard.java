package io.cascadian.store;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Checks that this process still holds the run lock, before anything is made durable.
 *
 * <p>A fence is the number of an acquisition of the run lock; it grows with each. A holder that lost the lock, even unknowingly (paused,
 * cut off), must not commit after another process acquired it.
 */
public interface FenceGuard {

  /** Returns the number that this holder's rows carry as their revision. */
  long fence();

  /** @throws LostLockException when the lock is no longer held under this fence */
  void check();

  /**
   * Checks the fence inside a Postgres transaction: until it ends, no other process can acquire the lock.
   *
   * @throws LostLockException when the lock is no longer held under this fence
   */
  void checkIn(Connection connection) throws SQLException;

  /**
   * Checks, before anything is written, that both databases are of the same time.
   *
   * @throws StoresOutOfSyncException when they are not; the run ends
   * @throws StoreException when that cannot be found out
   */
  default void checkStores() {
    // a private database: no one restores it meanwhile
  }

  /** Returns a guard without a lock, for work on a private database. */
  static FenceGuard of(long fence) {
    return new FenceGuard() {
      @Override
      public long fence() {
        return fence;
      }

      @Override
      public void check() {
        // there is no other process
      }

      @Override
      public void checkIn(Connection connection) {
        // there is no other process
      }
    };
  }
}
