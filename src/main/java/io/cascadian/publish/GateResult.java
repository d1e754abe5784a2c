package io.cascadian.publish;

import java.util.List;
import java.util.Map;

/**
 * Describes what a validation gate found.
 *
 * @param blocking whether a failure means that the published numbers are not to be trusted; an informational gate is only reported
 * @param message what was observed
 * @param details what was compared one by one, as plain values; empty where the message is all
 * @param inFull whether it checked everything; otherwise what changed since the gates last passed
 */
public record GateResult(String name, boolean passed, boolean blocking, String message, List<Map<String, Object>> details, boolean inFull) {

  /** Describes what a gate found that checked everything. */
  public GateResult(String name, boolean passed, boolean blocking, String message, List<Map<String, Object>> details) {
    this(name, passed, blocking, message, details, true);
  }
}
