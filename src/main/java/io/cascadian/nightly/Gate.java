package io.cascadian.nightly;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Describes the result of a validation gate.
 *
 * @param blocking whether a failure fails the step; an informational gate is only reported
 * @param message what was observed, what was expected, and what to do
 * @param details what was compared one by one, as plain values; empty where the message has all
 * @param inFull whether it looked at everything; otherwise at what changed since the gates last passed
 */
public record Gate(String name, boolean passed, boolean blocking, String message, List<Map<String, Object>> details, boolean inFull) {

  public Gate(String name, boolean passed, boolean blocking, String message) {
    this(name, passed, blocking, message, List.of(), true);
  }

  /** Returns the result as plain values. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("gate", name);
    json.put("passed", passed);
    json.put("blocking", blocking);
    json.put("message", message);
    if (!details.isEmpty()) {
      json.put("details", details);
    }
    return json;
  }
}
