package io.cascadian.ledger;

import java.util.List;
import java.util.stream.Collectors;

/** A build of the wallet tables was asked for that is not there any more, or never was; nothing was changed. */
public final class BuildNotKeptException extends RuntimeException {

  private final long build;
  private final List<KeptBuild> kept;

  BuildNotKeptException(long build, List<KeptBuild> kept) {
    super("Build " + build + " of the wallet tables is not kept. " + (kept.isEmpty()
        ? "None is: there is one from the second published build on"
        : "There are: " + kept.stream().map(KeptBuild::toString).collect(Collectors.joining("; "))));
    this.build = build;
    this.kept = List.copyOf(kept);
  }

  public long build() {
    return build;
  }

  /** What is there instead. */
  public List<KeptBuild> kept() {
    return kept;
  }
}
