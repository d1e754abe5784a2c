package io.cascadian.publish;

import java.util.Map;

/**
 * Describes a part of the units in scope that is small enough for the memory of a statement: those of which the hash modulo {@code buckets} is {@code bucket}.
 *
 * @param fence of the run, which is the revision of the rows that it writes
 */
public record Portion(int buckets, int bucket, long fence) {

  /** Returns the parameters of a statement: {@code buckets}, {@code bucket}, {@code fence}. */
  public Map<String, Object> parameters() {
    return Map.of("buckets", buckets, "bucket", bucket, "fence", fence);
  }
}
