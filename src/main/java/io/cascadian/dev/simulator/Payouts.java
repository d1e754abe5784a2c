package io.cascadian.dev.simulator;

import java.util.SplittableRandom;

/** Draws what conditions pay: numerators of YES and NO. */
final class Payouts {

  private Payouts() {}

  /** Returns the payout of a question of a group, of which one comes true. */
  static long[] ofGroup(boolean comesTrue) {
    return new long[] {comesTrue ? 1 : 0, comesTrue ? 0 : 1};
  }

  /** Returns the payout of a question by itself; a few pay in parts. */
  static long[] binary(SplittableRandom random) {
    int kind = random.nextInt(100);
    if (kind < 3) {
      return new long[] {1, 1};
    }
    if (kind < 5) {
      long yes = 1 + random.nextInt(99);
      return new long[] {yes, 100 - yes};
    }
    return random.nextInt(100) < 45 ? new long[] {1, 0} : new long[] {0, 1};
  }
}
