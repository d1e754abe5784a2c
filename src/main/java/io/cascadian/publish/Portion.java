package io.cascadian.publish;

import java.util.Map;

/**
 * Describes a part of the units in scope that is small enough for the memory of a statement: those of which the hash modulo {@code buckets} is {@code bucket}.
 *
 * @param everything whether all units are in scope, and the table of those in scope has none
 * @param fence of the run, which is the revision of the rows that it writes
 * @param build number of the build, which is their layer
 */
public record Portion(int buckets, int bucket, boolean everything, long fence, long build) {

  /** Returns the parameters of a statement: {@code buckets}, {@code bucket}, {@code everything} (1 or 0), {@code fence}, {@code build}. */
  public Map<String, Object> parameters() {
    return Map.of("buckets", buckets, "bucket", bucket, "everything", everything ? 1 : 0, "fence", fence, "build", build);
  }
}
