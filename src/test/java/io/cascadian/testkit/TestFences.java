package io.cascadian.testkit;

import io.cascadian.store.FenceGuard;
import io.cascadian.store.LostLockException;
import java.sql.Connection;

/** Makes holders of the run lock to whom something happens. */
public final class TestFences {

  private TestFences() {}

  /** A former holder: every check finds that another process has the lock. */
  public static FenceGuard lost(long fence) {
    return new FenceGuard() {
      @Override
      public long fence() {
        return fence;
      }

      @Override
      public void check() {
        throw new LostLockException("nightly", fence, fence + 1);
      }

      @Override
      public void checkIn(Connection connection) {
        check();
      }
    };
  }

  /**
   * A holder to whom something happens in one transaction of Postgres.
   *
   * @param transaction its number, from 1
   * @param happens may throw what the caller of the holder then gets
   */
  public static FenceGuard inTransaction(long fence, int transaction, Runnable happens) {
    return new FenceGuard() {
      private int transactions;

      @Override
      public long fence() {
        return fence;
      }

      @Override
      public void check() {
        // still the holder
      }

      @Override
      public void checkIn(Connection connection) {
        if (++transactions == transaction) {
          happens.run();
        }
      }
    };
  }
}
