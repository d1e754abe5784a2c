package io.cascadian.ingest;

import java.time.Duration;

/**
 * Sets how stored events are compared with the source.
 *
 * @param overlap data time before a cursor that every run compares again; zero for none
 * @param maxTombstones events of a window that may be tombstoned without consent; a tenth of it when that is more
 * @param sliceRows events that are compared at once, about: bounds the memory of both sides
 */
public record ComparisonOptions(Duration overlap, long maxTombstones, int sliceRows) {

  /** Returns the default options: half an hour, 1,000 events, slices of 200,000. */
  public static ComparisonOptions usual() {
    return of(Duration.ofMinutes(30), 1000);
  }

  /** Returns options with slices of 200,000. */
  public static ComparisonOptions of(Duration overlap, long maxTombstones) {
    return new ComparisonOptions(overlap, maxTombstones, 200_000);
  }
}
