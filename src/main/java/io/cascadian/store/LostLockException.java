package io.cascadian.store;

import io.cascadian.errors.UserFacing;

/** Reports that another process acquired the run lock, or its session ended, during this run; it stops without committing anything more. */
public final class LostLockException extends RuntimeException implements UserFacing {

  private final long fence;
  private final long currentFence;

  public LostLockException(String lock, long fence, long currentFence) {
    super("lost the lock '" + lock + "': this run holds fence " + fence + " but fence " + currentFence
        + " is in force; nothing more is committed by this run");
    this.fence = fence;
    this.currentFence = currentFence;
  }

  /** Reports that the session which held the lock has ended, so that another process may hold it by now. */
  public LostLockException(String lock, long fence, Throwable cause) {
    super("lost the lock '" + lock + "': its database session has ended (" + cause.getMessage() + "); nothing more is committed by this run, which"
        + " held fence " + fence, cause);
    this.fence = fence;
    this.currentFence = -1;
  }

  public long fence() {
    return fence;
  }

  /** Returns the fence of the present holder; -1 when it is unknown. */
  public long currentFence() {
    return currentFence;
  }
}
