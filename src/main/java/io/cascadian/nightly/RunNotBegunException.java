package io.cascadian.nightly;

/** Reports that nothing was done, because the start of a run could not be recorded. */
public final class RunNotBegunException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param reason for a person
   * @param cause null when there is none
   */
  public RunNotBegunException(String reason, Throwable cause) {
    super("Nothing was done: " + reason, cause);
  }
}
