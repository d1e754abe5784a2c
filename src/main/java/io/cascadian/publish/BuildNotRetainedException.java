package io.cascadian.publish;

import java.util.List;
import java.util.stream.Collectors;

/** Reports that a build was asked for that is not retained any longer, or never was; nothing was changed. */
public final class BuildNotRetainedException extends RuntimeException {

  private final long build;
  private final List<RetainedBuild> retained;

  BuildNotRetainedException(long build, List<RetainedBuild> retained) {
    super("Build " + build + " is not retained. " + (retained.isEmpty()
        ? "None is: there is one from the second published build on"
        : "There are: " + retained.stream().map(RetainedBuild::toString).collect(Collectors.joining("; "))));
    this.build = build;
    this.retained = List.copyOf(retained);
  }

  public long build() {
    return build;
  }

  /** Returns the builds that are retained instead. */
  public List<RetainedBuild> retained() {
    return retained;
  }
}
