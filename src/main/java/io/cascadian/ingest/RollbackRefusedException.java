package io.cascadian.ingest;

import java.time.Instant;

/** Rejects a rollback whose time cannot be meant; nothing was changed. */
public final class RollbackRefusedException extends RuntimeException {

  private final Instant cutoff;

  RollbackRefusedException(Instant cutoff, String why) {
    super("the cutoff " + cutoff + " " + why);
    this.cutoff = cutoff;
  }

  public Instant cutoff() {
    return cutoff;
  }
}
