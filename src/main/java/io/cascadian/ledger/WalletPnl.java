package io.cascadian.ledger;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;

/**
 * Describes what a wallet earned, as of the published build; {@code docs/definitions.md} defines each number.
 *
 * @param realizedUsd USDC; 0 without resolved conditions
 * @param unrealizedUsd USDC; null when a holding has no price or no known cost
 * @param totalUsd their sum; null when the unrealised part is not known
 * @param averageCostUsd USDC; average-cost P&L over all conditions, resolved or not, which is another definition
 * @param polymarketUsd USDC; that, and what is held at its payout or last price less its average cost; null when a holding has no price
 * @param sourceTime time of the source's newest block that is in the numbers, ISO 8601; null when no run has recorded one
 * @param publishedAt when the numbers were last brought up to date
 */
public record WalletPnl(
    String wallet, BigDecimal realizedUsd, BigDecimal unrealizedUsd, BigDecimal totalUsd, BigDecimal averageCostUsd, BigDecimal polymarketUsd,
    Realized realized, Unrealized unrealized, String sourceTime, Instant publishedAt) {

  /**
   * Describes the parts of realised P&L, in USDC and resolved conditions.
   *
   * @param grossUsd as it would be without fees; {@code feesUsd} the difference
   * @param gainUsd of the {@code profitableConditions}; {@code lossUsd} of the {@code losingConditions}, as a positive number
   * @param incompleteConditions where shares were given up that no known event brought, so that their cost is not known
   * @param redemptionGapUsd payout of what was held, less what redemptions paid
   * @param lastTradeAt null without resolved conditions
   */
  public record Realized(
      BigDecimal grossUsd, BigDecimal feesUsd, BigDecimal gainUsd, BigDecimal lossUsd, BigDecimal redemptionGapUsd, long resolvedConditions,
      long profitableConditions, long losingConditions, long incompleteConditions, long trades, Instant lastTradeAt) {

    static final Realized NOTHING =
        new Realized(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, 0, 0, 0, 0, 0, null);

    /** Returns percent of the resolved conditions whose history is complete, to two decimals; null without resolved conditions. */
    public BigDecimal historyCompletePct() {
      return resolvedConditions == 0 ? null
          : BigDecimal.valueOf(100 * (resolvedConditions - incompleteConditions)).divide(BigDecimal.valueOf(resolvedConditions), 2, RoundingMode.HALF_EVEN);
    }
  }

  /**
   * Counts the basis of unrealised P&L; {@code knownUsd} is over the holdings with a price and a cost, null without any. {@code oldestPriceAt} is null
   * without a price.
   */
  public record Unrealized(
      BigDecimal knownUsd, long openConditions, long holdings, long unpricedHoldings, long uncostedHoldings, Instant oldestPriceAt) {}
}
