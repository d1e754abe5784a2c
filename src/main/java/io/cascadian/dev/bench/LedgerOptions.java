package io.cascadian.dev.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * Holds what the benchmark of the published tables is to measure.
 *
 * @param fills of the whole history, about
 * @param wallets that trade
 * @param zipfExponent of their activity
 * @param seed of the simulation
 * @param nights that are measured one after the other, each after one more day
 * @param javaOptions of the service's process, such as {@code -Xmx512m}
 * @param compare whether what the night published is compared with a rebuild at the end
 * @param dataDir folder for databases and files; emptied afterwards
 */
public record LedgerOptions(
    long fills, int wallets, double zipfExponent, long seed, int nights, List<String> javaOptions, boolean compare, Path dataDir) {

  public LedgerOptions {
    javaOptions = List.copyOf(javaOptions);
  }
}
