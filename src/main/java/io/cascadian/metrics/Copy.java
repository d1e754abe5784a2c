package io.cascadian.metrics;

/**
 * Holds what a bet would have been if its fills had been copied with a delay, each at the first trade of another wallet in the token within an hour after the delay.
 *
 * @param net P&L after the same fees, in micro-USDC; fills without such a trade are in it at their own price
 * @param pricedUsd what the fills that have such a trade were worth, in micro-USDC
 * @param entry average price of the token that is held net long, in USDC a share; null where none of its purchases has such a trade, or where there is no {@link Entry}
 */
record Copy(long net, long pricedUsd, Double entry) {

  Copy {
    if (pricedUsd < 0) {
      throw new IllegalArgumentException("priced volume is negative: " + pricedUsd);
    }
    Facts.requireFinite(entry, "copied entry");
  }
}
