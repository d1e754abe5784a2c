package io.cascadian.nightly;

import java.util.List;

/** Reports that health checks are critical that no run heals. */
public final class UnhealthyException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final List<String> critical;

  /** @param critical name and message of each critical check */
  UnhealthyException(List<String> critical) {
    super("health is critical: " + String.join("; ", critical));
    this.critical = List.copyOf(critical);
  }

  /** Returns name and message of each critical check. */
  public List<String> critical() {
    return critical;
  }
}
