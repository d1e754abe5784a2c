package io.cascadian.store;

/** The run lock was acquired by somebody else while this run went on; this run stops without committing anything more. */
public final class LostLockException extends RuntimeException {

  private final long fence;
  private final long currentFence;

  public LostLockException(String lock, long fence, long currentFence) {
    super("lost the lock '" + lock + "': this run holds fence " + fence + " but fence " + currentFence
        + " is in force; nothing more is committed by this run");
    this.fence = fence;
    this.currentFence = currentFence;
  }

  public long fence() {
    return fence;
  }

  public long currentFence() {
    return currentFence;
  }
}
