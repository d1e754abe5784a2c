package io.cascadian.resolution;

import io.cascadian.resolution.FileRecords.Outcome;
import io.cascadian.store.FenceGuard;

/** Carries one dropped file through the steps of its route, with what each has found. Used by one thread at a time. */
public final class FileWork {

  private final DroppedFile file;
  private final FenceGuard guard;
  private DroppedFile.Kind kind;
  private ResolutionMaps.Staged staged;
  private ResolutionMaps.Compared compared;
  private Outcome outcome;

  FileWork(DroppedFile file, FenceGuard guard) {
    this.file = file;
    this.guard = guard;
  }

  /** Returns what kind of file it is: RESOLUTION_MAP, MARKETS, EVENTS, MARKET_LOOKUPS, BACKFILLED_REPORT or OTHER_ARRAY; null as text before that is known. */
  public String kind() {
    return String.valueOf(kind);
  }

  /** Returns its name in the folder of waiting files. */
  public String name() {
    return file.path().getFileName().toString();
  }

  /** Returns whether it is known what became of it; not of a file that has gone again. */
  public boolean isEnded() {
    return outcome != null;
  }

  public boolean isRejected() {
    return outcome != null && outcome.isRejected();
  }

  DroppedFile dropped() {
    return file;
  }

  FenceGuard guard() {
    return guard;
  }

  ResolutionMaps.Staged staged() {
    return staged;
  }

  ResolutionMaps.Compared compared() {
    return compared;
  }

  /** Returns its result; null while that is not known. */
  Outcome outcome() {
    return outcome;
  }

  FileWork recognised(DroppedFile.Kind now) {
    kind = now;
    return this;
  }

  FileWork staged(ResolutionMaps.Staged now) {
    staged = now;
    return this;
  }

  FileWork compared(ResolutionMaps.Compared now) {
    compared = now;
    return this;
  }

  FileWork endAs(Outcome how) {
    outcome = how;
    return this;
  }
}
