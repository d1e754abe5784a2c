package io.cascadian.ledger;

import java.math.BigDecimal;
import java.util.List;

/**
 * Names the amounts of {@code wallet_conditions.amounts} by their places. Each adds up over conditions; where the condition is not resolved, the array ends
 * before {@link #RESOLVED}.
 */
enum ConditionAmount {
  TRADES,
  CASHFLOW,
  AVERAGE_COST,
  /** What redeeming would add to it. */
  UNREDEEMED,
  /** 1. */
  RESOLVED,
  REALIZED,
  GROSS,
  /** Realised P&L where it is positive. */
  GAIN,
  REDEMPTION_GAP,
  PAYOUT,
  RESOLVED_TRADES,
  /** 1 where realised P&L is positive. */
  PROFITABLE,
  /** 1 where it is negative. */
  LOSING,
  /** 1 where shares were given up that no known event brought. */
  INCOMPLETE;

  /** Returns the amount; 0 where the array does not have it. */
  BigDecimal of(List<BigDecimal> amounts) {
    return ordinal() < amounts.size() ? amounts.get(ordinal()) : BigDecimal.ZERO.setScale(6);
  }

  /** Returns an amount that is a number of things. */
  long count(List<BigDecimal> amounts) {
    return of(amounts).longValueExact();
  }
}
