package io.cascadian.ingest;

import io.cascadian.store.PartialResult;
import io.cascadian.store.StepResult;
import java.util.List;

/** Reports streams that could not be read to the pinned block; what was read is stored and the next run reads on from there. */
public final class IngestFailedException extends RuntimeException implements PartialResult {

  private final transient List<StreamReport> failed;
  private final transient StepResult part;

  /** @param part what was read of all streams all the same */
  IngestFailedException(List<StreamReport> failed, StepResult part) {
    super(failed.stream().map(r -> r.stream() + " after " + r.events() + " events: " + r.failure())
        .reduce((a, b) -> a + "; " + b).orElse(""));
    this.failed = List.copyOf(failed);
    this.part = part;
  }

  public List<StreamReport> failed() {
    return failed;
  }

  @Override
  public StepResult partialResult() {
    return part;
  }
}
