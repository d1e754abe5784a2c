package io.cascadian.ledger;

import java.util.List;

/** A build of the wallet tables does not agree with the raw tables; what was published before stays in force. */
public final class BuildRejectedException extends RuntimeException {

  private final long build;
  private final List<String> findings;

  BuildRejectedException(long build, List<String> findings) {
    super("Build " + build + " of the wallet tables was not published: " + String.join("; ", findings)
        + ". The tables ending in __build show it until the next run");
    this.build = build;
    this.findings = List.copyOf(findings);
  }

  public long build() {
    return build;
  }

  /** A sentence for each disagreement. */
  public List<String> findings() {
    return findings;
  }
}
