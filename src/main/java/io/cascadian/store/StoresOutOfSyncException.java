package io.cascadian.store;

import io.cascadian.errors.UserFacing;

/** Reports that the two databases are of different times, because one was restored without the other; nothing was written. */
public final class StoresOutOfSyncException extends RuntimeException implements UserFacing {

  private final long postgresFence;
  private final long clickHouseFence;

  private StoresOutOfSyncException(String message, long postgresFence, long clickHouseFence) {
    super(message);
    this.postgresFence = postgresFence;
    this.clickHouseFence = clickHouseFence;
  }

  /** @param recorded newest fence that ClickHouse had, as Postgres noted */
  public static StoresOutOfSyncException olderClickHouse(long recorded, long newest) {
    return new StoresOutOfSyncException("ClickHouse was restored from an older backup than Postgres: it had fence " + recorded + ", and now its newest is " + newest
        + ". What the runs in between wrote is missing, and the cursors are past it. Restore a dump of Postgres of the same time or earlier, or have"
        + " everything read again; see 'The backups' in docs/deployment.md", recorded, newest);
  }

  public static StoresOutOfSyncException olderPostgres(long fence, long newest) {
    return new StoresOutOfSyncException("Postgres was restored from an older backup than ClickHouse, which has fence " + newest + ", above the fence " + fence
        + " of this run: what it writes would not count. Start it again; then its fence is above", fence, newest);
  }

  /** Returns the fence that Postgres counts on. */
  public long postgresFence() {
    return postgresFence;
  }

  /** Returns the newest fence that ClickHouse knows; 0 for none. */
  public long clickHouseFence() {
    return clickHouseFence;
  }
}
