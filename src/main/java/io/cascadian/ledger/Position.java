package io.cascadian.ledger;

import io.cascadian.store.RowBinary;
import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;

/**
 * Sums up what moved shares and cash of a wallet in one outcome, with its average cost, event by event.
 *
 * <p>Amounts are micro-shares and micro-USDC, times UTC seconds. Events count in the order in which they are applied. Not thread-safe.
 */
final class Position {

  /** Stands for a payout that is not known. */
  static final long UNKNOWN = -1;

  private final Total bought;
  private final Total sold;
  private final Total boughtUsd;
  private final Total soldUsd;
  private final Total split;
  private final Total merged;
  private final Total converted;
  private final Total splitCash;
  private final Total mergeCash;
  private final Total conversionCash;
  private final Total feeShares;
  private final Total feeUsd;
  private final Total redeemedUsd;
  /** Average cost as the pnl-subgraph has it, which knows no fees. */
  private final AverageCost cost;
  /** Average cost of what was received, for what was paid in all; the same object as long as both agree. */
  private AverageCost netCost;
  private long trades;
  private long redemptions;
  private long firstRedemption;
  /** Times of the first and the last event other than a redemption; 0 for none. */
  private long first;
  private long last;
  /** Time of the newest event. */
  private long checkpoint;

  Position() {
    bought = new Total();
    sold = new Total();
    boughtUsd = new Total();
    soldUsd = new Total();
    split = new Total();
    merged = new Total();
    converted = new Total();
    splitCash = new Total();
    mergeCash = new Total();
    conversionCash = new Total();
    feeShares = new Total();
    feeUsd = new Total();
    redeemedUsd = new Total();
    cost = new AverageCost();
    netCost = cost;
  }

  /** Takes up a position from its columns, in the order of {@code sql/ledger/events.sql}. */
  Position(List<BigInteger> sums, List<BigInteger> average, List<BigInteger> counts) {
    Iterator<BigInteger> sum = sums.iterator();
    bought = new Total(sum.next());
    sold = new Total(sum.next());
    boughtUsd = new Total(sum.next());
    soldUsd = new Total(sum.next());
    split = new Total(sum.next());
    merged = new Total(sum.next());
    converted = new Total(sum.next());
    splitCash = new Total(sum.next());
    mergeCash = new Total(sum.next());
    conversionCash = new Total(sum.next());
    feeShares = new Total(sum.next());
    feeUsd = new Total(sum.next());
    redeemedUsd = new Total(sum.next());
    cost = cost(average.subList(0, 6));
    netCost = average.subList(0, 6).equals(average.subList(6, 12)) ? cost : cost(average.subList(6, 12));
    Iterator<BigInteger> count = counts.iterator();
    trades = count.next().longValueExact();
    redemptions = count.next().longValueExact();
    firstRedemption = count.next().longValueExact();
    first = count.next().longValueExact();
    last = count.next().longValueExact();
    checkpoint = count.next().longValueExact();
  }

  /**
   * @param withheld shares that were bought but withheld as a fee
   * @param fee micro-USDC paid beside {@code usd}
   */
  void buy(long shares, long usd, long withheld, long fee, long time) {
    bought.add(shares);
    boughtUsd.add(usd);
    trade(time);
    if (charge(withheld, fee)) {
      long received = shares - withheld;
      if (received >= 0) {
        netCost.buy(usd + fee, received);
      } else {
        netCost.giveUp(0, -received);
      }
    }
    cost.buy(usd, shares);
  }

  /** @param fee micro-USDC taken off {@code usd} */
  void sell(long shares, long usd, long fee, long time) {
    sold.add(shares);
    soldUsd.add(usd);
    trade(time);
    if (charge(0, fee)) {
      netCost.sell(usd - fee, shares);
    }
    cost.sell(usd, shares);
  }

  /** Adds up fees, and returns whether any was ever charged, so that there are two average costs. */
  private boolean charge(long withheld, long fee) {
    feeShares.add(withheld);
    feeUsd.add(fee);
    if (netCost == cost && (withheld != 0 || fee != 0)) {
      netCost = cost.copy();
    }
    return netCost != cost;
  }

  /** @param booksCash whether the cash of the set is booked on this outcome */
  void split(long shares, boolean booksCash, long time) {
    split.add(shares);
    splitCash.add(booksCash ? -shares : 0);
    move(time);
    if (netCost != cost) {
      netCost.gain(AverageCost.FIFTY_CENTS, shares);
    }
    cost.gain(AverageCost.FIFTY_CENTS, shares);
  }

  /** @param booksCash whether the cash of the set is booked on this outcome */
  void merge(long shares, boolean booksCash, long time) {
    merged.add(shares);
    mergeCash.add(booksCash ? shares : 0);
    move(time);
    if (netCost != cost) {
      netCost.giveUp(AverageCost.FIFTY_CENTS, shares);
    }
    cost.giveUp(AverageCost.FIFTY_CENTS, shares);
  }

  /** Gives shares up in a conversion at their average price, for a part of its collateral. */
  void convertFrom(long shares, BigInteger cash, long time) {
    converted.add(-shares);
    conversionCash.add(cash);
    move(time);
    if (netCost != cost) {
      netCost.giveUp(netCost.averagePrice(), shares);
    }
    cost.giveUp(cost.averagePrice(), shares);
  }

  /** Gains shares by a conversion. */
  void convertTo(long shares, BigInteger price, BigInteger netPrice, long time) {
    converted.add(shares);
    move(time);
    if (netCost == cost && !price.equals(netPrice)) {
      netCost = cost.copy();
    }
    if (netCost != cost) {
      netCost.gain(netPrice, shares);
    }
    cost.gain(price, shares);
  }

  /**
   * @param payout micro-USDC a share; {@link #UNKNOWN} while it is not known, then the shares stay
   * @param usd micro-USDC that was paid
   */
  void redeem(long payout, long usd, long time) {
    redemptions++;
    redeemedUsd.add(usd);
    firstRedemption = firstRedemption == 0 ? time : Math.min(firstRedemption, time);
    checkpoint = Math.max(checkpoint, time);
    if (payout != UNKNOWN) {
      if (netCost != cost) {
        netCost.redeem(payout);
      }
      cost.redeem(payout);
    }
  }

  BigInteger averagePrice() {
    return cost.averagePrice();
  }

  BigInteger netAveragePrice() {
    return netCost.averagePrice();
  }

  long trades() {
    return trades;
  }

  /** Writes the columns of {@code ledger_positions} from {@code bought_shares} to {@code checkpoint_at}. */
  void write(RowBinary row) {
    for (Total sum : List.of(bought, sold, boughtUsd, soldUsd, split, merged, converted, splitCash, mergeCash, conversionCash, feeShares, feeUsd, redeemedUsd)) {
      sum.write(row);
    }
    row.int64(trades).int32(first).int32(last);
    cost.write(row);
    netCost.write(row);
    row.int32(redemptions).int32(firstRedemption).int32(checkpoint);
  }

  /** Takes up an average cost from its columns. */
  private static AverageCost cost(List<BigInteger> columns) {
    return AverageCost.of(columns.get(0), columns.get(1), columns.get(2), columns.get(3), columns.get(4), columns.get(5));
  }

  private void trade(long time) {
    trades++;
    move(time);
  }

  private void move(long time) {
    first = first == 0 ? time : Math.min(first, time);
    last = Math.max(last, time);
    checkpoint = Math.max(checkpoint, time);
  }
}
