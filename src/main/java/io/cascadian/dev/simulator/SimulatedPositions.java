package io.cascadian.dev.simulator;

import java.util.Map;
import java.util.TreeMap;

/** Adds up what simulated wallets trade and earn, for the {@link GroundTruth}. */
final class SimulatedPositions {

  private final SimulatedWallets wallets;
  private final long[] fills;
  private final long[] tradeCashflow;
  private final long[] realized;
  private final long[] gross;
  private long takerVolume;
  private long fillCount;
  private long resolved;

  SimulatedPositions(SimulatedWallets wallets) {
    this.wallets = wallets;
    fills = new long[wallets.count()];
    tradeCashflow = new long[wallets.count()];
    realized = new long[wallets.count()];
    gross = new long[wallets.count()];
  }

  void fill(int wallet, long cashflow, boolean taker) {
    fills[wallet]++;
    fillCount++;
    tradeCashflow[wallet] += cashflow;
    if (taker) {
      takerVolume += Math.abs(cashflow);
    }
  }

  void realized(int wallet, long pnl, long grossPnl) {
    realized[wallet] += pnl;
    gross[wallet] += grossPnl;
  }

  void conditionResolved() {
    resolved++;
  }

  GroundTruth truth() {
    Map<String, GroundTruth.Account> accounts = new TreeMap<>();
    for (int i = 0; i < fills.length; i++) {
      if (fills[i] > 0 || realized[i] != 0) {
        accounts.put(wallets.address(i), new GroundTruth.Account(fills[i], tradeCashflow[i], realized[i], gross[i]));
      }
    }
    return new GroundTruth(accounts, takerVolume, fillCount, resolved);
  }
}
