package io.cascadian.dev.simulator;

import java.util.List;

/**
 * The plan of one market event before it is traded.
 *
 * @param firstToken index of the first condition's outcome 0; condition {@code c} has tokens {@code firstToken + 2c} and the next
 * @param opens UTC seconds
 * @param resolves UTC seconds; {@link Long#MAX_VALUE} when it stays open beyond the simulated time
 * @param payouts numerators (yes, no) per condition; they add up to the denominator
 * @param matches planned per condition
 */
record SimulatedEvent(
    int number, Topic topic, String negRiskMarketId, List<String> conditionIds, int firstToken, long opens, long resolves,
    long[][] payouts, int[] matches) {

  boolean isNegRisk() {
    return negRiskMarketId != null;
  }

  boolean isResolvedBy(long time) {
    return resolves <= time;
  }

  static long denominator(long[] payout) {
    return payout[0] + payout[1];
  }
}
