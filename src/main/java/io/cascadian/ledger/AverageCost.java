package io.cascadian.ledger;

import io.cascadian.store.RowBinary;
import java.math.BigInteger;

/**
 * Computes a wallet's P&L on one outcome by average cost, and its remaining holding.
 *
 * <p>The bookkeeping of Polymarket's pnl-subgraph, in its integers: amounts are micro-shares and micro-USDC, prices micro-USDC a share, every
 * division truncates toward zero. What is gained enters at its price into the average; what is given up earns its price less the average, but
 * only as far as the wallet holds it. What goes beyond that is counted as oversold and earns nothing, since its cost is unknown. Events count
 * in the order in which they are applied.
 *
 * <p>Counts in 64 bits as long as everything fits, which is nearly always and several times as fast, and in {@link LargeAverageCost} from then on. Not
 * thread-safe.
 */
final class AverageCost {

  /** Millionths of a share or a USDC. */
  static final long SCALE = 1_000_000;
  /** What splits and merges book each share of a pair at. */
  static final long FIFTY_CENTS = 500_000;

  private long held;
  private long averagePrice;
  private long pnl;
  private long acquired;
  private long oversold;
  private long redeemed;
  /** Goes on once something does not fit; null before. */
  private LargeAverageCost large;

  AverageCost() {}

  private AverageCost(LargeAverageCost large) {
    this.large = large;
  }

  /** Goes on from what was computed before. */
  static AverageCost of(BigInteger pnl, BigInteger held, BigInteger averagePrice, BigInteger acquired, BigInteger oversold, BigInteger redeemed) {
    if (!fit(pnl) || !fit(held) || !fit(averagePrice) || !fit(acquired) || !fit(oversold) || !fit(redeemed)) {
      return new AverageCost(new LargeAverageCost(pnl, held, averagePrice, acquired, oversold, redeemed));
    }
    AverageCost cost = new AverageCost();
    cost.pnl = pnl.longValue();
    cost.held = held.longValue();
    cost.averagePrice = averagePrice.longValue();
    cost.acquired = acquired.longValue();
    cost.oversold = oversold.longValue();
    cost.redeemed = redeemed.longValue();
    return cost;
  }

  private static boolean fit(BigInteger value) {
    return value.bitLength() < Long.SIZE;
  }

  /** Returns a copy that goes on from here by itself. */
  AverageCost copy() {
    if (large != null) {
      return new AverageCost(large.copy());
    }
    AverageCost copy = new AverageCost();
    copy.held = held;
    copy.averagePrice = averagePrice;
    copy.pnl = pnl;
    copy.acquired = acquired;
    copy.oversold = oversold;
    copy.redeemed = redeemed;
    return copy;
  }

  /** Gains shares that {@code usd} was paid for; zero shares have no price. */
  void buy(long usd, long shares) {
    if (large == null && priceFits(usd)) {
      gain(price(usd, shares), shares);
    } else {
      enlarged().gain(LargeAverageCost.price(BigInteger.valueOf(usd), BigInteger.valueOf(shares)), BigInteger.valueOf(shares));
    }
  }

  /** Gives up shares that {@code usd} was received for. */
  void sell(long usd, long shares) {
    if (large == null && priceFits(usd)) {
      giveUp(price(usd, shares), shares);
    } else {
      enlarged().giveUp(LargeAverageCost.price(BigInteger.valueOf(usd), BigInteger.valueOf(shares)), BigInteger.valueOf(shares));
    }
  }

  private static boolean priceFits(long usd) {
    return Math.multiplyHigh(usd, SCALE) == (usd * SCALE) >> 63;
  }

  private static long price(long usd, long shares) {
    return shares == 0 ? 0 : usd * SCALE / shares;
  }

  void gain(BigInteger price, long shares) {
    if (large == null && fit(price)) {
      gain(price.longValue(), shares);
    } else {
      enlarged().gain(price, BigInteger.valueOf(shares));
    }
  }

  void gain(long price, long shares) {
    if (shares == 0) {
      return;
    }
    if (large == null) {
      try {
        long after = Math.addExact(held, shares);
        long average = Math.addExact(Math.multiplyExact(averagePrice, held), Math.multiplyExact(price, shares)) / after;
        acquired = Math.addExact(acquired, shares);
        held = after;
        averagePrice = average;
        return;
      } catch (ArithmeticException e) {
        // it does not fit, and nothing was changed
      }
    }
    enlarged().gain(BigInteger.valueOf(price), BigInteger.valueOf(shares));
  }

  void giveUp(BigInteger price, long shares) {
    if (large == null && fit(price)) {
      giveUp(price.longValue(), shares);
    } else {
      enlarged().giveUp(price, BigInteger.valueOf(shares));
    }
  }

  void giveUp(long price, long shares) {
    if (large == null) {
      try {
        long covered = Math.min(shares, held);
        long over = Math.addExact(oversold, Math.subtractExact(shares, covered));
        pnl = earned(price, covered);
        held -= covered;
        oversold = over;
        return;
      } catch (ArithmeticException e) {
        // it does not fit, and nothing was changed
      }
    }
    enlarged().giveUp(BigInteger.valueOf(price), BigInteger.valueOf(shares));
  }

  /** Gives up all that is held. */
  void redeem(long price) {
    if (large == null) {
      try {
        long all = Math.addExact(redeemed, held);
        pnl = earned(price, held);
        held = 0;
        redeemed = all;
        return;
      } catch (ArithmeticException e) {
        // it does not fit, and nothing was changed
      }
    }
    enlarged().redeem(BigInteger.valueOf(price));
  }

  /** Returns the P&L with what shares earn that are held. */
  private long earned(long price, long shares) {
    return Math.addExact(pnl, Math.multiplyExact(shares, Math.subtractExact(price, averagePrice)) / SCALE);
  }

  private LargeAverageCost enlarged() {
    if (large == null) {
      large = new LargeAverageCost(pnl(), held(), averagePrice(), acquired(), oversold(), redeemed());
    }
    return large;
  }

  /** Writes P&L, held shares, average price, acquired, oversold and redeemed shares. */
  void write(RowBinary row) {
    if (large == null) {
      row.int128(pnl).int128(held).int128(averagePrice).int128(acquired).int128(oversold).int128(redeemed);
    } else {
      row.int128(pnl()).int128(held()).int128(averagePrice()).int128(acquired()).int128(oversold()).int128(redeemed());
    }
  }

  /** Returns the held shares; never negative. */
  BigInteger held() {
    return large == null ? BigInteger.valueOf(held) : large.held();
  }

  /** Returns the average price of the held shares; unchanged when no shares are held any more. Negative prices are possible after a conversion. */
  BigInteger averagePrice() {
    return large == null ? BigInteger.valueOf(averagePrice) : large.averagePrice();
  }

  BigInteger pnl() {
    return large == null ? BigInteger.valueOf(pnl) : large.pnl();
  }

  BigInteger acquired() {
    return large == null ? BigInteger.valueOf(acquired) : large.acquired();
  }

  BigInteger oversold() {
    return large == null ? BigInteger.valueOf(oversold) : large.oversold();
  }

  BigInteger redeemed() {
    return large == null ? BigInteger.valueOf(redeemed) : large.redeemed();
  }
}
