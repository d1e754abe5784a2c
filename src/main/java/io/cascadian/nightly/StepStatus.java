package io.cascadian.nightly;

/** Lists the states of a step. */
public enum StepStatus {
  RUNNING, SUCCESS, FAILED, SKIPPED;

  /** Returns the form in the database and in JSON. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  static StepStatus of(String label) {
    return valueOf(label.toUpperCase(java.util.Locale.ROOT));
  }
}
