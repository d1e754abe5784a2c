package io.cascadian.store;

/** Marks failures of a step that did part of its work; the step's record shows that part beside the failure. */
public interface PartialResult {

  /** Returns what was done before the failure. */
  StepResult partialResult();
}
