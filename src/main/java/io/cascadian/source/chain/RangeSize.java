package io.cascadian.source.chain;

/**
 * Chooses how many blocks the next request asks for.
 *
 * <p>A part of the largest at first, since the density is unknown; half as many when the node finds it too much, fewer when the answer was
 * much more than a page, and slowly more again. Between 1 and the largest. Thread-safe.
 */
final class RangeSize {

  private final int largest;
  private int size;

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
  }

  /**
   * The node answered.
   *
   * @param wanted what a page holds; a little more fills it at once, much more is read in vain, since the next page asks again
   */
  synchronized void answered(long blocks, long logs, int wanted) {
    if (logs > wanted * 3L / 2) {
      size = (int) Math.max(1, Math.min(size, blocks * wanted * 5 / (logs * 4)));
    } else if (blocks >= size && logs < wanted) {
      size = Math.min(largest, size + size / 4 + 1);
    }
  }
}
