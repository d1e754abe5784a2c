package io.cascadian.store;

import io.cascadian.errors.UserFacing;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Reports that the databases hold a part of a backup, because a restore was cut off; nothing may use them before it is completed. */
public final class UnfinishedRestoreException extends RuntimeException implements UserFacing {

  private final String backup;
  private final transient Instant begunAt;

  UnfinishedRestoreException(String backup, Instant begunAt) {
    super("The databases hold only a part of the backup '" + backup + "': its restore began at " + begunAt.truncatedTo(ChronoUnit.SECONDS)
        + " and has not ended. If it is not in progress any more, run 'cascadian restore' with that backup, or another one, again; nothing else may use these"
        + " databases before");
    this.backup = backup;
    this.begunAt = begunAt;
  }

  /** Returns the folder of the backup, by its name when the restore started. */
  public String backup() {
    return backup;
  }

  public Instant begunAt() {
    return begunAt;
  }
}
