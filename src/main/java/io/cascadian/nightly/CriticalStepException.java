package io.cascadian.nightly;

/** Reports that a critical step failed, so that the run must not continue. */
public final class CriticalStepException extends RuntimeException {

  private final String step;

  public CriticalStepException(String step, String message) {
    super(message);
    this.step = step;
  }

  public CriticalStepException(String step, String message, Throwable cause) {
    super(message, cause);
    this.step = step;
  }

  public String step() {
    return step;
  }
}
