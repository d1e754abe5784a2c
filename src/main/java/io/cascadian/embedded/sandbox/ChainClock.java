package io.cascadian.embedded.sandbox;

import java.time.Clock;
import java.util.OptionalLong;

/**
 * Which block is the newest now, and what are its time and hash?
 *
 * <p>A block every two seconds after the recorded history's last one; a fixed clock freezes the head. Hashes follow from the number and
 * can be turned back into it. Thread-safe.
 */
public final class ChainClock {

  /** Seconds between blocks. */
  public static final long BLOCK_SECONDS = 2;

  private final long lastBlock;
  private final long lastTimestamp;
  private final Clock clock;

  /**
   * @param lastBlock newest block of the recorded history
   * @param lastTimestamp its time, UTC seconds
   */
  public ChainClock(long lastBlock, long lastTimestamp, Clock clock) {
    this.lastBlock = lastBlock;
    this.lastTimestamp = lastTimestamp;
    this.clock = clock;
  }

  /** Number of the newest block; never below the recorded history's last. */
  public long head() {
    return lastBlock + Math.max(0, (clock.instant().getEpochSecond() - lastTimestamp) / BLOCK_SECONDS);
  }

  /** Time of a block, UTC seconds. */
  public long timestamp(long block) {
    return lastTimestamp + (block - lastBlock) * BLOCK_SECONDS;
  }

  /** {@code 0x} + 64 hex. */
  static String hash(long block) {
    long a = mix(block);
    return String.format("0x%016x%016x%016x%016x", a, mix(a), mix(a + 1), block ^ 0x5bd1e9955bd1e995L);
  }

  /** The number of the block that has the hash; empty when none has. */
  static OptionalLong number(String hash) {
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
