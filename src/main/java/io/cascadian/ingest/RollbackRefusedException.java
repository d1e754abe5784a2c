package io.cascadian.ingest;

import java.time.Instant;

/** A rollback that cannot be meant as it was said; nothing was changed. */
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
