package io.cascadian.ingest;

import java.time.Duration;

/**
 * Sets how streams are read.
 *
 * @param confirmations blocks below the head at which a run is pinned, so that what is read is settled
 * @param pageSize records of a page; 1,000 is what graph-node allows
 * @param pagesPerRequest windows of time that are asked for in one request
 * @param parallelRequests requests that are under way at once
 * @param readAheadRows records read ahead, waiting for their turn, from which on no further request is sent
 * @param batchRows rows after which a batch is inserted
 * @param batchTime time after which a batch is inserted though it is not full
 * @param maxRejected rejected records of a stream and run above which it stops: then it is the schema that has changed
 * @param maxRejectedPercent share of a stream's records in a run that may be rejected before the run counts as incomplete, 0 to 100
 */
public record IngestOptions(
    long confirmations, int pageSize, int pagesPerRequest, int parallelRequests, int readAheadRows, int batchRows, Duration batchTime,
    long maxRejected, int maxRejectedPercent) {

  /** Describes reading with the usual share of rejected records, 1 %. */
  public IngestOptions(
      long confirmations, int pageSize, int pagesPerRequest, int parallelRequests, int readAheadRows, int batchRows, Duration batchTime,
      long maxRejected) {
    this(confirmations, pageSize, pagesPerRequest, parallelRequests, readAheadRows, batchRows, batchTime, maxRejected, 1);
  }

  /** Returns options with pages of 1,000, ten in a request, four requests at once; batches of 100,000 rows or 5 s; at most 10,000 rejected records. */
  public static IngestOptions of(long confirmations) {
    return new IngestOptions(confirmations, 1000, 10, 4, 20_000, 100_000, Duration.ofSeconds(5), 10_000);
  }

  /** Returns the same with other limits on requests. */
  public IngestOptions withRequests(int newPagesPerRequest, int newParallelRequests) {
    return new IngestOptions(confirmations, pageSize, newPagesPerRequest, newParallelRequests, 2 * newPagesPerRequest * pageSize, batchRows,
        batchTime, maxRejected, maxRejectedPercent);
  }

  /** Returns the same with another limit on rejected records. */
  public IngestOptions withMaxRejected(long newMaxRejected) {
    return new IngestOptions(
        confirmations, pageSize, pagesPerRequest, parallelRequests, readAheadRows, batchRows, batchTime, newMaxRejected, maxRejectedPercent);
  }

  /** Returns the same with another share of rejected records from which on a run is incomplete. */
  public IngestOptions withMaxRejectedPercent(int newMaxRejectedPercent) {
    return new IngestOptions(
        confirmations, pageSize, pagesPerRequest, parallelRequests, readAheadRows, batchRows, batchTime, maxRejected, newMaxRejectedPercent);
  }
}
