package io.cascadian.publish;

/** Reports that what was asked for is not published: no run has published anything yet, or an earlier version of the program did. The next run publishes it. */
public final class NotYetPublishedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean nothing;

  private NotYetPublishedException(boolean nothing, String message) {
    super(message);
    this.nothing = nothing;
  }

  /** Creates the exception of an installation before its first publication. */
  static NotYetPublishedException ofEverything() {
    return new NotYetPublishedException(true, "no run has published anything yet; the next run does");
  }

  /** Creates the exception of a build that does not have a table, because an earlier version of the program published it. */
  static NotYetPublishedException ofTable(String table, long build) {
    return new NotYetPublishedException(false, "build " + build + " was published by an earlier version, without " + table + "; the next run publishes it");
  }

  /** Returns whether nothing was ever published. */
  public boolean isOfEverything() {
    return nothing;
  }
}
