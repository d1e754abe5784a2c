package io.cascadian.resolution;

/** A dropped file cannot be used; nothing of it was applied. */
public final class FileRejectedException extends Exception {

  private final String reason;

  /**
   * @param reason short stable word for counting, such as {@code malformed}
   * @param message what is wrong, where, and what to do
   */
  FileRejectedException(String reason, String message) {
    super(message);
    this.reason = reason;
  }

  public String reason() {
    return reason;
  }
}
