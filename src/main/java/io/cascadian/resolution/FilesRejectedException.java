package io.cascadian.resolution;

import io.cascadian.store.PartialResult;
import io.cascadian.store.StepResult;
import java.util.List;

/** Reports rejected dropped files; the others were processed, and what was known stays in force. */
public final class FilesRejectedException extends RuntimeException implements PartialResult {

  private final List<String> rejected;
  private final transient StepResult result;

  /** @param result what became of all files */
  FilesRejectedException(List<String> rejected, int files, StepResult result) {
    super(rejected.size() + " of " + files + " dropped files rejected, see .failed in the drop folder: " + String.join("; ", rejected));
    this.rejected = List.copyOf(rejected);
    this.result = result;
  }

  @Override
  public StepResult partialResult() {
    return result;
  }

  /** Returns the name and reason of each rejected file. */
  public List<String> rejected() {
    return rejected;
  }
}
