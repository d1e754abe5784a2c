package io.cascadian.nightly;

/** Reports that no step was executed, because the start of a run could not be recorded. */
public final class RunNotStartedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param reason for a person
   * @param cause null when there is none
   */
  public RunNotStartedException(String reason, Throwable cause) {
    super("No run was started, so no step was executed: " + reason, cause);
  }
}
