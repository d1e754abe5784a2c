package io.cascadian.resolution;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Holds what each outcome of a resolved condition pays: numerator by denominator of one unit of collateral, per 0-based outcome index.
 *
 * <p>Reduced by the greatest common divisor, so that equal payouts are equal vectors; the numerators sum to the denominator.
 *
 * @param numerators none negative
 * @param denominator above 0
 */
public record PayoutVector(List<BigInteger> numerators, BigInteger denominator) {

  private static final BigInteger LARGEST = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);

  public PayoutVector {
    numerators = List.copyOf(numerators);
  }

  /**
   * Creates a vector from the numerators of a chain or a file.
   *
   * @throws IllegalArgumentException when there are fewer than two, one is negative, all are 0, or they are larger than 256 bits
   */
  public static PayoutVector of(List<BigInteger> numerators) {
    BigInteger sum = numerators.stream().reduce(BigInteger.ZERO, BigInteger::add);
    if (numerators.size() < 2 || sum.signum() == 0 || sum.compareTo(LARGEST) > 0 || numerators.stream().anyMatch(n -> n.signum() < 0)) {
      throw new IllegalArgumentException("no payout vector: " + numerators);
    }
    BigInteger divisor = numerators.stream().reduce(sum, BigInteger::gcd);
    return new PayoutVector(numerators.stream().map(n -> n.divide(divisor)).toList(), sum.divide(divisor));
  }

  /** Returns the vector of a market that lists its outcomes the other way round. */
  PayoutVector reversed() {
    List<BigInteger> turned = new ArrayList<>(numerators);
    Collections.reverse(turned);
    return new PayoutVector(turned, denominator);
  }

  /**
   * Creates a vector from fractions of one unit.
   *
   * @throws IllegalArgumentException when they do not sum to exactly 1, one is negative, or there are fewer than two
   */
  public static PayoutVector ofFractions(List<BigDecimal> fractions) {
    BigDecimal sum = fractions.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    if (sum.compareTo(BigDecimal.ONE) != 0) {
      throw new IllegalArgumentException("payouts sum to " + sum.toPlainString() + ", not 1: " + fractions);
    }
    int scale = Math.max(0, fractions.stream().mapToInt(BigDecimal::scale).max().orElse(0));
    if (scale > 60) {
      throw new IllegalArgumentException("payouts with " + scale + " decimal places");
    }
    return of(fractions.stream().map(f -> f.setScale(scale).unscaledValue()).toList());
  }
}
