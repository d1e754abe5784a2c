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
  private final AverageCost cost;
  private long trades;
  private long redemptions;
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
    cost = new AverageCost();
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
    cost = new AverageCost(average.get(0), average.get(1), average.get(2), average.get(3), average.get(4), average.get(5));
    Iterator<BigInteger> count = counts.iterator();
    trades = count.next().longValueExact();
    redemptions = count.next().longValueExact();
    first = count.next().longValueExact();
    last = count.next().longValueExact();
    checkpoint = count.next().longValueExact();
  }

  void buy(long shares, long usd, long time) {
    bought.add(shares);
    boughtUsd.add(usd);
    trade(time);
    cost.gain(price(usd, shares), BigInteger.valueOf(shares));
  }

  void sell(long shares, long usd, long time) {
    sold.add(shares);
    soldUsd.add(usd);
    trade(time);
    cost.giveUp(price(usd, shares), BigInteger.valueOf(shares));
  }

  /** @param booksCash whether the cash of the set is booked on this outcome */
  void split(long shares, boolean booksCash, long time) {
    split.add(shares);
    splitCash.add(booksCash ? -shares : 0);
    move(time);
    cost.gain(AverageCost.FIFTY_CENTS, BigInteger.valueOf(shares));
  }

  /** @param booksCash whether the cash of the set is booked on this outcome */
  void merge(long shares, boolean booksCash, long time) {
    merged.add(shares);
    mergeCash.add(booksCash ? shares : 0);
    move(time);
    cost.giveUp(AverageCost.FIFTY_CENTS, BigInteger.valueOf(shares));
  }

  /** Gives shares up in a conversion at their average price, for a part of its collateral. */
  void convertFrom(long shares, BigInteger cash, long time) {
    converted.add(-shares);
    conversionCash.add(cash);
    move(time);
    cost.giveUp(cost.averagePrice(), BigInteger.valueOf(shares));
  }

  /** Gains shares by a conversion. */
  void convertTo(long shares, BigInteger price, long time) {
    converted.add(shares);
    move(time);
    cost.gain(price, BigInteger.valueOf(shares));
  }

  /** @param payout micro-USDC a share; null while it is not known, then the shares stay */
  void redeem(BigInteger payout, long time) {
    redemptions++;
    checkpoint = Math.max(checkpoint, time);
    if (payout != null) {
      cost.redeem(payout);
    }
  }

  BigInteger averagePrice() {
    return cost.averagePrice();
  }

  long trades() {
    return trades;
  }

  /** Writes the columns of {@code ledger_positions} from {@code bought_shares} to {@code checkpoint_at}. */
  void write(RowBinary row) {
    row.int128(bought.value()).int128(sold.value()).int128(boughtUsd.value()).int128(soldUsd.value()).int128(split.value()).int128(merged.value())
        .int128(converted.value()).int128(splitCash.value()).int128(mergeCash.value()).int128(conversionCash.value())
        .int64(trades).int32(first).int32(last)
        .int128(cost.pnl()).int128(cost.held()).int128(cost.averagePrice()).int128(cost.acquired()).int128(cost.oversold()).int128(cost.redeemed())
        .int32(redemptions).int32(checkpoint);
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
