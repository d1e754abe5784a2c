package io.cascadian.dev.simulator;

import java.util.Arrays;
import java.util.List;

/**
 * Holds the plan of one market event, and the prices that follow from it.
 *
 * @param firstToken index of the first condition's outcome 0; condition {@code c} has tokens {@code firstToken + 2c} and the next
 * @param opens UTC seconds
 * @param closes UTC seconds, the end of its trading; {@link Long#MAX_VALUE} when it stays open beyond the simulated time
 * @param resolves UTC seconds, not before it closes; {@link Long#MAX_VALUE} when it stays open beyond the simulated time
 * @param payouts numerators (yes, no) per condition; they add up to the denominator
 * @param matches planned per condition
 */
record SimulatedEvent(
    int number, Topic topic, String negRiskMarketId, List<String> conditionIds, int firstToken, long opens, long closes,
    long resolves, long[][] payouts, int[] matches) {

  boolean isNegRisk() {
    return negRiskMarketId != null;
  }

  int plannedMatches() {
    return Arrays.stream(matches).sum();
  }

  boolean isResolvedBy(long time) {
    return resolves <= time;
  }

  static long denominator(long[] payout) {
    return payout[0] + payout[1];
  }

  /**
   * Returns the price of YES in cents: starts at a guess and moves towards what YES will pay.
   *
   * @param noise from 0 to 1; 0.5 is none
   */
  long yesCents(int condition, long time, double noise) {
    long[] payout = payouts[condition];
    double pays = (double) payout[0] / denominator(payout);
    double guess = 0.2 + 0.6 * ((Hash.mix(number * 31L + condition) >>> 40) / (double) (1 << 24));
    double progress = Math.min(1, (time - opens) / (double) Math.max(1, lifetime()));
    double price = guess + (pays - guess) * 0.9 * progress * progress + 0.08 * (noise - 0.5);
    return Math.max(1, Math.min(99, Math.round(price * 100)));
  }

  private long lifetime() {
    return closes == Long.MAX_VALUE ? 60L * 86_400 : closes - opens;
  }

  /** Returns the outcome that will pay more than it costs. */
  int betterOutcome(int condition, long yesCents) {
    long[] payout = payouts[condition];
    return payout[0] * 100 > yesCents * denominator(payout) ? 0 : 1;
  }
}
