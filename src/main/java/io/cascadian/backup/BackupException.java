package io.cascadian.backup;

import io.cascadian.errors.UserFacing;
import java.nio.file.Path;

/** Reports that a backup was not made, is not complete, or was not restored; the message has the cause and what to do. */
public final class BackupException extends RuntimeException implements UserFacing {

  private final Path folder;

  public BackupException(Path folder, String message) {
    this(folder, message, null);
  }

  public BackupException(Path folder, String message, Throwable cause) {
    super(message, cause);
    this.folder = folder;
  }

  /** Returns the backup's folder. */
  public Path folder() {
    return folder;
  }
}
