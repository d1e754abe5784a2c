package io.cascadian.ingest;

import java.time.Duration;

/**
 * How is reading done?
 *
 * @param confirmations blocks below the head at which a run is pinned, so that what is read is settled
 * @param pageSize records per request; 1,000 is what graph-node allows
 * @param batchRows rows after which a batch is inserted
 * @param batchTime time after which a batch is inserted though it is not full
 */
public record IngestOptions(long confirmations, int pageSize, int batchRows, Duration batchTime) {

  /** Pages of 1,000, batches of 50,000 rows or 5 s. */
  public static IngestOptions of(long confirmations) {
    return new IngestOptions(confirmations, 1000, 50_000, Duration.ofSeconds(5));
  }
}
