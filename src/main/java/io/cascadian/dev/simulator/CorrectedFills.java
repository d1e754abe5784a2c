package io.cascadian.dev.simulator;

/**
 * Adds to the fills of a simulation what readers see for a while: the first version of fills that are corrected later, and events that a
 * reorganisation takes away. What stays in the end is what really happened. As version 2 of the simulation has it: one side of a trade is
 * concerned without the other, which {@link CorrectedMatches} mends.
 *
 * <p>Which fills are concerned follows from their keys, so that it does not depend on what else is simulated.
 */
final class CorrectedFills implements FillSink {

  /** One fill in so many is corrected, and beside one in so many there is one that is removed. */
  private static final long ONE_IN = 2_000;
  private static final long LEAST_SECONDS = 120;
  private static final long MOST_SECONDS = 5 * 86_400;

  private final FillSink next;

  CorrectedFills(FillSink next) {
    this.next = next;
  }

  @Override
  public void add(Fill fill) {
    long draw = Hash.mix(fill.orderKey() ^ 0x636f7272L);
    long kind = Long.remainderUnsigned(draw, ONE_IN);
    if (kind == 0) {
      long corrected = fill.ts() + lag(draw);
      long usd = fill.isBuy() ? fill.given() : fill.got();
      next.add(fill.firstVersion(usd - usd / 16, corrected));
      next.add(fill.appearing(corrected));
      return;
    }
    next.add(fill);
    if (kind == 1) {
      next.add(fill.removed(Hash.mix(fill.txKey() ^ 0x666f726bL), Hash.mix(fill.orderKey() ^ 0x666f726bL), fill.ts() + lag(draw)));
    }
  }

  /** Returns the seconds after which a fill is corrected or removed: minutes for most, days for some. */
  static long lag(long draw) {
    double part = (Hash.mix(draw) >>> 11) * 0x1.0p-53;
    return (long) (LEAST_SECONDS * StrictMath.pow((double) MOST_SECONDS / LEAST_SECONDS, part));
  }
}
