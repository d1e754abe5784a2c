package io.cascadian.store;

import java.util.List;
import java.util.Map;

/** Tells what a step that failed had done until then; an exception that fails a step may implement it. */
public interface StepFailure {

  /** Returns facts by name for the record of the step, as plain values. */
  Map<String, Object> details();

  /** Returns what a person should look at beside the failure itself, one sentence each. */
  default List<String> warnings() {
    return List.of();
  }
}
