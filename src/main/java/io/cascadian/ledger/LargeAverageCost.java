package io.cascadian.ledger;

import java.math.BigInteger;

/**
 * Computes what {@link AverageCost} computes, with integers of any size. Not thread-safe.
 */
final class LargeAverageCost {

  static final BigInteger SCALE = BigInteger.valueOf(AverageCost.SCALE);

  private BigInteger held;
  private BigInteger averagePrice;
  private BigInteger pnl;
  private BigInteger acquired;
  private BigInteger oversold;
  private BigInteger redeemed;

  /** Goes on from what was computed before. */
  LargeAverageCost(BigInteger pnl, BigInteger held, BigInteger averagePrice, BigInteger acquired, BigInteger oversold, BigInteger redeemed) {
    this.pnl = pnl;
    this.held = held;
    this.averagePrice = averagePrice;
    this.acquired = acquired;
    this.oversold = oversold;
    this.redeemed = redeemed;
  }

  /** Returns a copy that goes on from here by itself. */
  LargeAverageCost copy() {
    return new LargeAverageCost(pnl, held, averagePrice, acquired, oversold, redeemed);
  }

  /** Micro-USDC a share, of {@code usd} for {@code shares}; zero shares have no price. */
  static BigInteger price(BigInteger usd, BigInteger shares) {
    return shares.signum() == 0 ? BigInteger.ZERO : usd.multiply(SCALE).divide(shares);
  }

  void gain(BigInteger price, BigInteger shares) {
    if (shares.signum() == 0) {
      return;
    }
    BigInteger after = held.add(shares);
    averagePrice = averagePrice.multiply(held).add(price.multiply(shares)).divide(after);
    held = after;
    acquired = acquired.add(shares);
  }

  void giveUp(BigInteger price, BigInteger shares) {
    BigInteger covered = shares.min(held);
    realize(price, covered);
    oversold = oversold.add(shares.subtract(covered));
  }

  /** Gives up all that is held. */
  void redeem(BigInteger price) {
    redeemed = redeemed.add(held);
    realize(price, held);
  }

  private void realize(BigInteger price, BigInteger shares) {
    pnl = pnl.add(shares.multiply(price.subtract(averagePrice)).divide(SCALE));
    held = held.subtract(shares);
  }

  /** Returns the held shares; never negative. */
  BigInteger held() {
    return held;
  }

  /** Returns the average price of the held shares; unchanged when no shares are held any more. Negative prices are possible after a conversion. */
  BigInteger averagePrice() {
    return averagePrice;
  }

  BigInteger pnl() {
    return pnl;
  }

  BigInteger acquired() {
    return acquired;
  }

  BigInteger oversold() {
    return oversold;
  }

  BigInteger redeemed() {
    return redeemed;
  }
}
