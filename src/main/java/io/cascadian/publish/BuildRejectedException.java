package io.cascadian.publish;

import java.util.List;

/** Reports that a build does not agree with the raw tables; what was published before stays in force. */
public final class BuildRejectedException extends RuntimeException {

  private final long build;
  private final List<String> findings;

  BuildRejectedException(long build, List<String> findings) {
    super("Build " + build + " was not published: " + String.join("; ", findings)
        + ". The tables ending in __build show it until the next run");
    this.build = build;
    this.findings = List.copyOf(findings);
  }

  public long build() {
    return build;
  }

  /** Returns a sentence for each disagreement. */
  public List<String> findings() {
    return findings;
  }
}
