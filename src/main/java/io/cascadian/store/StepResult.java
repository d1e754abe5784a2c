package io.cascadian.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What did one step of a run do?
 *
 * @param rows rows that it wrote, the number an operator sees beside the step
 * @param details further facts by name, in the order to be shown; values are strings, numbers, booleans, lists and maps of those
 */
public record StepResult(long rows, Map<String, Object> details) {

  public StepResult {
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }
}
