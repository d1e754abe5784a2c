package io.cascadian.ingest;

import java.util.List;

/** Streams could not be read to the pinned block; what was read of them is stored and the next run goes on from there. */
public final class IngestFailedException extends RuntimeException {

  private final List<StreamReport> failed;

  IngestFailedException(List<StreamReport> failed) {
    super(failed.stream().map(r -> r.stream() + " after " + r.events() + " events: " + r.failure())
        .reduce((a, b) -> a + "; " + b).orElse(""));
    this.failed = List.copyOf(failed);
  }

  public List<StreamReport> failed() {
    return failed;
  }
}
