package io.cascadian.publish;

import java.util.Map;
import java.util.Set;

/**
 * Describes a part of the units in scope that is small enough for the memory of a statement: those of which the hash modulo {@code buckets} is {@code bucket}.
 *
 * @param everything whether all units are in scope, and the table of those in scope has none
 * @param outdated names of the tables that are recomputed for all units
 * @param watermark the run up to which the published tables are complete
 * @param fence of the run, which is the revision of the rows that it writes
 * @param build number of the build, which is their layer
 */
public record Portion(int buckets, int bucket, boolean everything, Set<String> outdated, long watermark, long fence, long build) {

  public Portion {
    outdated = Set.copyOf(outdated);
  }

  /**
   * Returns the settings of a statement that writes. Of all units the rows of a layer are many and their keys differ, so that looking for repeated ones while they
   * are inserted would take a third of the work; {@code TableBuild.verify} counts them in the end.
   */
  Map<String, String> settings() {
    return everything ? Map.of("optimize_on_insert", "0") : Map.of();
  }

  /** Returns one of the parts of this one. */
  Portion bucket(int count, int number) {
    return new Portion(count, number, everything, outdated, watermark, fence, build);
  }

  /** Returns the parameters of a statement: {@code buckets}, {@code bucket}, {@code everything} (1 or 0), {@code watermark}, {@code fence}, {@code build}. */
  public Map<String, Object> parameters() {
    return Map.of("buckets", buckets, "bucket", bucket, "everything", everything ? 1 : 0, "watermark", watermark, "fence", fence, "build", build);
  }
}
