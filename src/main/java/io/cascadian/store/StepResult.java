package io.cascadian.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Describes what one step of a run did.
 *
 * @param rows rows that it wrote, the number an operator sees beside the step
 * @param details further facts by name, in the order to be shown; values are strings, numbers, booleans, lists and maps of those
 * @param warnings what a person should look at though the step did its work, one sentence each with what to do; empty for none
 * @param incomplete whether more was left out than is usual, so that the run is no full success
 */
public record StepResult(long rows, Map<String, Object> details, List<String> warnings, boolean incomplete) {

  public StepResult {
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    warnings = List.copyOf(warnings);
  }

  /** Describes a step about which there is nothing to warn of. */
  public StepResult(long rows, Map<String, Object> details) {
    this(rows, details, List.of(), false);
  }
}
