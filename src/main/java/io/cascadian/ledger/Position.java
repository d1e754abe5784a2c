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
        netCost.gain(price(usd + fee, received), BigInteger.valueOf(received));
      } else {
        netCost.giveUp(BigInteger.ZERO, BigInteger.valueOf(-received));
      }
    }
    cost.gain(price(usd, shares), BigInteger.valueOf(shares));
  }

  /** @param fee micro-USDC taken off {@code usd} */
  void sell(long shares, long usd, long fee, long time) {
    sold.add(shares);
    soldUsd.add(usd);
    trade(time);
    if (charge(0, fee)) {
      netCost.giveUp(price(usd - fee, shares), BigInteger.valueOf(shares));
    }
    cost.giveUp(price(usd, shares), BigInteger.valueOf(shares));
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

  private void gain(BigInteger price, BigInteger netPrice, long shares) {
    if (netCost != cost) {
      netCost.gain(netPrice, BigInteger.valueOf(shares));
    }
    cost.gain(price, BigInteger.valueOf(shares));
  }

  private void giveUp(BigInteger price, BigInteger netPrice, long shares) {
    if (netCost != cost) {
      netCost.giveUp(netPrice, BigInteger.valueOf(shares));
    }
    cost.giveUp(price, BigInteger.valueOf(shares));
  }

  /** @param booksCash whether the cash of the set is booked on this outcome */
  void split(long shares, boolean booksCash, long time) {
    split.add(shares);
    splitCash.add(booksCash ? -shares : 0);
    move(time);
    gain(AverageCost.FIFTY_CENTS, AverageCost.FIFTY_CENTS, shares);
  }

  /** @param booksCash whether the cash of the set is booked on this outcome */
  void merge(long shares, boolean booksCash, long time) {
    merged.add(shares);
    mergeCash.add(booksCash ? shares : 0);
    move(time);
    giveUp(AverageCost.FIFTY_CENTS, AverageCost.FIFTY_CENTS, shares);
  }

  /** Gives shares up in a conversion at their average price, for a part of its collateral. */
  void convertFrom(long shares, BigInteger cash, long time) {
    converted.add(-shares);
    conversionCash.add(cash);
    move(time);
    giveUp(cost.averagePrice(), netCost.averagePrice(), shares);
  }

  /** Gains shares by a conversion. */
  void convertTo(long shares, BigInteger price, BigInteger netPrice, long time) {
    converted.add(shares);
    move(time);
    if (netCost == cost && !price.equals(netPrice)) {
      netCost = cost.copy();
    }
    gain(price, netPrice, shares);
  }

  /**
   * @param payout micro-USDC a share; null while it is not known, then the shares stay
   * @param usd micro-USDC that was paid
   */
  void redeem(BigInteger payout, long usd, long time) {
    redemptions++;
    redeemedUsd.add(usd);
    firstRedemption = firstRedemption == 0 ? time : Math.min(firstRedemption, time);
    checkpoint = Math.max(checkpoint, time);
    if (payout != null) {
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
    row.int128(bought.value()).int128(sold.value()).int128(boughtUsd.value()).int128(soldUsd.value()).int128(split.value()).int128(merged.value())
        .int128(converted.value()).int128(splitCash.value()).int128(mergeCash.value()).int128(conversionCash.value())
        .int128(feeShares.value()).int128(feeUsd.value()).int128(redeemedUsd.value())
        .int64(trades).int32(first).int32(last);
    write(cost, row);
    write(netCost, row);
    row.int32(redemptions).int32(firstRedemption).int32(checkpoint);
  }

  private static void write(AverageCost of, RowBinary row) {
    row.int128(of.pnl()).int128(of.held()).int128(of.averagePrice()).int128(of.acquired()).int128(of.oversold()).int128(of.redeemed());
  }

  /** Takes up an average cost from its columns. */
  private static AverageCost cost(List<BigInteger> columns) {
    return new AverageCost(columns.get(0), columns.get(1), columns.get(2), columns.get(3), columns.get(4), columns.get(5));
  }

  private static BigInteger price(long usd, long shares) {
    return AverageCost.price(BigInteger.valueOf(usd), BigInteger.valueOf(shares));
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
