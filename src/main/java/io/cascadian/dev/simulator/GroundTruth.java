package io.cascadian.dev.simulator;

import java.util.Collections;
import java.util.Map;

/**
 * Holds the true numbers of a simulated history as of its anchor, counted by the simulator while it trades rather than derived from the events.
 *
 * @param wallets accounts by address, lower case
 * @param takerVolume collateral of all takers' own orders, micro-USDC
 * @param fills order-filled events, of makers and takers
 * @param resolvedConditions conditions resolved by the anchor
 */
public record GroundTruth(Map<String, Account> wallets, long takerVolume, long fills, long resolvedConditions) {

  public GroundTruth {
    wallets = Collections.unmodifiableMap(wallets);
  }

  /**
   * Holds the account of one wallet.
   *
   * @param fills of its own orders
   * @param tradeCashflow of its orders, micro-USDC, without fees
   * @param realizedPnl over conditions resolved by the anchor, micro-USDC: cash of all legs (trades, splits, merges, conversions) plus
   *     shares at payout, truncated toward zero per outcome, after fees; redemptions change neither
   * @param grossPnl the same as if no fees were charged
   */
  public record Account(long fills, long tradeCashflow, long realizedPnl, long grossPnl) {}
}
