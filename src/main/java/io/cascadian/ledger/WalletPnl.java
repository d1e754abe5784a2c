package io.cascadian.ledger;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * Describes what a wallet earned, as of the published build; {@code docs/definitions.md} defines each number.
 *
 * @param realizedUsd USDC; 0 without resolved conditions
 * @param unrealizedUsd USDC; null when a holding has no price or no known cost
 * @param totalUsd their sum; null when the unrealised part is not known
 * @param averageCostUsd USDC; average-cost P&L over all conditions, resolved or not, which is another definition
 * @param sourceTime time of the source's newest block that is in the numbers, ISO 8601; null when no run has recorded one
 * @param publishedAt when the numbers were last brought up to date
 */
public record WalletPnl(
    String wallet, BigDecimal realizedUsd, BigDecimal unrealizedUsd, BigDecimal totalUsd, BigDecimal averageCostUsd, Realized realized,
    Unrealized unrealized, String sourceTime, Instant publishedAt) {

  /** Counts the basis of realised P&L; {@code lastTradeAt} is null without resolved conditions. */
  public record Realized(long resolvedConditions, long trades, Instant lastTradeAt) {}

  /**
   * Counts the basis of unrealised P&L; {@code knownUsd} is over the holdings with a price and a cost, null without any. {@code oldestPriceAt} is null
   * without a price.
   */
  public record Unrealized(
      BigDecimal knownUsd, long openConditions, long holdings, long unpricedHoldings, long uncostedHoldings, Instant oldestPriceAt) {}
}
