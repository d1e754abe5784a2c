package io.cascadian.e2e.crash;

import io.cascadian.dev.sandbox.Dataset;
import io.cascadian.dev.sandbox.ResolutionMapFile;
import io.cascadian.dev.sandbox.SandboxOptions;
import io.cascadian.dev.sandbox.SandboxServer;
import io.cascadian.dev.simulator.MarketSimulator;
import io.cascadian.dev.simulator.SimulationOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Simulated markets as of a day that the test chooses: the chain stands still until the test moves it on. Two sources of one history say
 * the same.
 */
final class History {

  private static final long ANCHOR = 1_790_000_000;
  /** Some 450 fills a day: what is killed is recognised by the request that it sends, not by how much is in it. */
  private static final double SCALE = 0.25;

  private final Dataset dataset;
  private final long begin;
  private volatile long now;

  /** @param days that the chain has seen when the history begins to be looked at */
  private History(Dataset dataset, long begin) {
    this.dataset = dataset;
    this.begin = begin;
    this.now = begin;
  }

  /**
   * The same for the same seed.
   *
   * @param daysBack how long before the end of the recorded history the chain stands at first
   */
  static History simulated(long seed, int daysBack) {
    Dataset whole = MarketSimulator.generate(SimulationOptions.of(seed, SCALE, ANCHOR)).dataset();
    long begin = whole.lastTimestamp() - Duration.ofDays(daysBack).toSeconds();
    // the head of the chain is never below the dataset's last block; for a source that stands earlier, that block is an earlier one
    Dataset earlier = new Dataset(whole.identity(), whole.lastBlock() - (whole.lastTimestamp() - begin) / 2, begin, whole.subgraphs(), whole.events(),
        whole.resolutions());
    return new History(earlier, begin);
  }

  /** Whether nothing more happens. */
  boolean isOver() {
    return now > ANCHOR;
  }

  /** Puts the chain at the begin again. */
  void rewind() {
    now = begin;
  }

  void advance(Duration by) {
    now += by.toSeconds();
  }

  SandboxServer serve() throws IOException {
    return SandboxServer.start(dataset, new SandboxOptions(0, new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return Instant.ofEpochSecond(now);
      }
    }, null, true));
  }

  /** Lays down the resolution map of the day, named so that maps are dealt with in their order. */
  void writeMap(Path folder) throws IOException {
    ResolutionMapFile.write(dataset, now, folder.resolve("map-" + now + ".json"));
  }
}
