package io.cascadian.store;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Am I still the one who may write? Asked before every step that makes progress durable.
 *
 * <p>A fence is the number of an acquisition of the run lock; it grows with each. A holder that lost the lock, even unknowingly (paused,
 * cut off), must not commit after somebody else acquired it.
 */
public interface FenceGuard {

  /** The number that this holder's rows carry as their revision. */
  long fence();

  /** @throws LostLockException when the lock is no longer held under this fence */
  void check();

  /**
   * The same inside a transaction of the operational store: until it ends, nobody else can acquire the lock.
   *
   * @throws LostLockException when the lock is no longer held under this fence
   */
  void checkIn(Connection connection) throws SQLException;

  /**
   * Asked before anything is written: whether both databases are of the same time.
   *
   * @throws StoresOutOfSyncException when they are not; the run ends
   * @throws StoreException when that cannot be found out
   */
  default void checkStores() {
    // of one's own: nobody restores it meanwhile
  }

  /** A guard without a lock, for work that nobody else can do at the same time, such as on a database of one's own. */
  static FenceGuard of(long fence) {
    return new FenceGuard() {
      @Override
      public long fence() {
        return fence;
      }

      @Override
      public void check() {
        // nobody to lose it to
      }

      @Override
      public void checkIn(Connection connection) {
        // nobody to lose it to
      }
    };
  }
}
