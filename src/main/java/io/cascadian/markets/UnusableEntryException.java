package io.cascadian.markets;

/** Rejects an entry of the catalogue that lacks what its row needs. Checked, so that readers count such entries. */
final class UnusableEntryException extends Exception {

  private final String reason;

  UnusableEntryException(String reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Short stable word for counting. */
  String reason() {
    return reason;
  }
}
