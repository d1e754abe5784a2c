package io.cascadian.store;

/** Reports that a migration cannot go on as things are. It has changed nothing that is read, and goes on when it is run again. */
public final class MigrationStoppedException extends RuntimeException {

  private final int version;

  /** @param reason for people: what is in the way and what to do */
  MigrationStoppedException(int version, String name, String reason) {
    super("ClickHouse migration " + version + " (" + name + ") stopped: " + reason);
    this.version = version;
  }

  public int version() {
    return version;
  }
}
