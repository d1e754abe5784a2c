package io.cascadian.ingest;

/** Rejects a record that cannot become rows: it goes to the dead letters with the reason, and the stream is read on. */
final class RejectedRecordException extends Exception {

  private final String reason;

  /**
   * @param reason short stable word for counting
   * @param detail which field had which value
   */
  RejectedRecordException(String reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
