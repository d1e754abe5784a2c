package io.cascadian.store;

import io.cascadian.errors.UserFacing;

/** Reports that an applied migration was edited afterwards; write a new migration instead. */
public final class MigrationChangedException extends RuntimeException implements UserFacing {

  private final int version;

  MigrationChangedException(int version, String name) {
    super("ClickHouse migration " + version + " (" + name + ") was changed after it had been applied;"
        + " restore its text and put the change into a new migration");
    this.version = version;
  }

  public int version() {
    return version;
  }
}
