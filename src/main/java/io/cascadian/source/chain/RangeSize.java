package io.cascadian.source.chain;

/**
 * Chooses how many blocks the next request asks for.
 *
 * <p>A part of the largest at first, since the density is unknown; half as many when the node finds it too much, fewer when the answer was
 * much more than a page, and slowly more again, but for a while less than what the node found too much: many have a fixed limit, and each request beyond it is
 * one of those that they count. Between 1 and the largest. Thread-safe.
 */
final class RangeSize {

  /** Answers after which a size that was too much is tried again. */
  private static final int ANSWERS_BEFORE_RETRY = 64;

  private final int largest;
  private int size;
  private long refused = Long.MAX_VALUE;
  private int answers;

  RangeSize(int largest) {
    this.largest = largest;
    this.size = Math.max(1, largest / 16);
  }

  synchronized int current() {
    return size;
  }

  /** The node did not answer so many blocks. */
  synchronized void tooLarge(long blocks) {
    size = (int) Math.max(1, Math.min(size, blocks / 2));
    refused = Math.max(2, blocks);
    answers = 0;
  }

  /**
   * The node answered.
   *
   * @param wanted what a page holds; a little more fills it at once, much more is read in vain, since the next page asks again
   */
  synchronized void answered(long blocks, long logs, int wanted) {
    if (++answers > ANSWERS_BEFORE_RETRY) {
      refused = Long.MAX_VALUE;
    }
    if (logs > wanted * 3L / 2) {
      size = (int) Math.max(1, Math.min(size, blocks * wanted * 5 / (logs * 4)));
    } else if (blocks >= size && logs < wanted) {
      size = (int) Math.max(size, Math.min(Math.min(largest, size + size / 4 + 1), refused - 1));
    }
  }
}
