package io.cascadian.publish;

/** Reports that a build does not have a table, because an earlier version of the program published it; the next run publishes the table. */
public final class NotYetPublishedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String table;
  private final long build;

  NotYetPublishedException(String table, long build) {
    super("build " + build + " was published by an earlier version, without " + table + "; the next run publishes it");
    this.table = table;
    this.build = build;
  }

  public String table() {
    return table;
  }

  public long build() {
    return build;
  }
}
