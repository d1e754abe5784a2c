package io.cascadian.nightly;

/** How a step of a run stands. */
public enum StepStatus {
  RUNNING, SUCCESS, FAILED, SKIPPED;

  /** As it is written in the database and in JSON. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  static StepStatus of(String label) {
    return valueOf(label.toUpperCase(java.util.Locale.ROOT));
  }
}
