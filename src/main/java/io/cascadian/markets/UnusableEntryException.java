package io.cascadian.markets;

/** An entry of the catalogue lacks what its row needs. Checked: whoever reads entries counts and keeps those. */
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
