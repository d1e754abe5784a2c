package io.cascadian.publish;

import java.util.Map;

/**
 * Describes a part of the units in scope that is small enough for the memory of a statement: those of which the hash modulo {@code buckets} is {@code bucket}.
 *
 * @param fence of the run, which is the revision of the rows that it writes
 * @param build number of the build, which is their layer
 */
public record Portion(int buckets, int bucket, long fence, long build) {

  /** Returns the parameters of a statement: {@code buckets}, {@code bucket}, {@code fence}, {@code build}. */
  public Map<String, Object> parameters() {
    return Map.of("buckets", buckets, "bucket", bucket, "fence", fence, "build", build);
  }
}
