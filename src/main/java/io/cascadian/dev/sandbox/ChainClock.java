package io.cascadian.dev.sandbox;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Computes the newest block of the simulated chain at a time, with its time and hash.
 *
 * <p>A block every two seconds after the recorded history's last one; a fixed clock freezes the head. Hashes follow from the number and the
 * reorganisations that the block is on the new branch of, and can be turned back into the number. Thread-safe.
 */
public final class ChainClock {

  /** Seconds between blocks. */
  public static final long BLOCK_SECONDS = 2;

  private final long lastBlock;
  private final long lastTimestamp;
  private final List<Dataset.Fork> forks;
  private final Clock clock;

  /** @param clock what time it is on the chain */
  public ChainClock(Dataset dataset, Clock clock) {
    this.lastBlock = dataset.lastBlock();
    this.lastTimestamp = dataset.lastTimestamp();
    this.forks = dataset.forks();
    this.clock = clock;
  }

  /** Returns the number of the newest block; never below the recorded history's last. */
  public long head() {
    return lastBlock + Math.max(0, (clock.instant().getEpochSecond() - lastTimestamp) / BLOCK_SECONDS);
  }

  /** Returns the time of a block in UTC seconds. */
  public long timestamp(long block) {
    return lastTimestamp + (block - lastBlock) * BLOCK_SECONDS;
  }

  /** {@code 0x} + 64 hex. */
  String hash(long block) {
    long branch = 0;
    for (Dataset.Fork fork : forks) {
      branch = block >= fork.firstBlock() ? mix(branch + fork.salt()) : branch;
    }
    return hash(block, branch);
  }

  /** Looks like a hash and stands for nothing but the seed. */
  static String digest(long seed) {
    return hash(seed, 0);
  }

  private static String hash(long block, long branch) {
    long a = mix(block ^ branch);
    return String.format(Locale.ROOT, "0x%016x%016x%016x%016x", a, mix(a), mix(a + 1), block ^ 0x5bd1e9955bd1e995L);
  }

  /** Returns the number of the block that has the hash; empty when none has, or none any longer. */
  OptionalLong number(String hash) {
    if (hash.length() != 66) {
      return OptionalLong.empty();
    }
    try {
      long block = Long.parseUnsignedLong(hash.substring(50), 16) ^ 0x5bd1e9955bd1e995L;
      return hash(block).equals(hash) ? OptionalLong.of(block) : OptionalLong.empty();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
