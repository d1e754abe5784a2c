package io.cascadian.dev.bench;

/**
 * Holds the time and resources that one run of one candidate took.
 *
 * @param seconds of the work itself, without the start of a process
 * @param requests sent to the source; 0 for the candidate that asks none
 * @param refused of them, answered with 429
 * @param complete whether it read to the end rather than being stopped
 * @param cpuSeconds of the candidate's process with its start; null when unknown or when it has none
 * @param clickHouseCpuSeconds of ClickHouse meanwhile; null when unknown
 * @param sourceCpuSeconds of the source meanwhile, which shares the machine; null when unknown
 * @param peakRss bytes; null like the CPU
 * @param heap bytes of Java heap in use at most; null for others
 * @param heapAfterCollection the same, right after garbage collections; null for others
 * @param windowShare of the allowed requests, used in whole windows of the limit; null without a limit or when no whole window passed
 */
record Measurement(
    long rows, double seconds, long requests, long refused, boolean complete, Double cpuSeconds, Double clickHouseCpuSeconds,
    Double sourceCpuSeconds, Long peakRss, Long heap, Long heapAfterCollection, Double windowShare) {

  double rowsPerSecond() {
    return rows / seconds;
  }

  double requestsPerSecond() {
    return requests / seconds;
  }

  /** Returns a copy with the CPU time of the two processes that every candidate uses. */
  Measurement withCpu(Double clickHouse, Double source) {
    return new Measurement(
        rows, seconds, requests, refused, complete, cpuSeconds, clickHouse, source, peakRss, heap, heapAfterCollection, windowShare);
  }

  /** Returns the same with the counts of the stub instead of those of the candidate. */
  Measurement withArrivals(Arrivals.Seen seen, int limit) {
    Double share = limit == 0 || seen.windows().isEmpty()
        ? null
        : seen.windows().stream().mapToInt(n -> n).average().orElseThrow() / limit;
    return new Measurement(rows, seconds, seen.requests(), seen.refused(), complete, cpuSeconds, clickHouseCpuSeconds, sourceCpuSeconds,
        peakRss, heap, heapAfterCollection, share);
  }
}
