package io.cascadian.markets;

import java.math.BigInteger;
import java.util.List;

/**
 * Describes a market of the catalogue: one condition.
 *
 * @param conditionId 64 hex
 * @param marketId decimal
 * @param outcomes labels in outcome-index order
 * @param questionId 64 hex; empty when unknown
 * @param negRisk which question of a group it is
 * @param tokenIds in outcome-index order; empty when the market has none (before the order book)
 * @param closedAt UTC seconds, null while open
 */
record CatalogueMarket(
    String conditionId, String marketId, String question, String slug, List<String> outcomes, String questionId,
    NegRiskQuestion negRisk, List<BigInteger> tokenIds, Long closedAt) {

  CatalogueMarket {
    outcomes = List.copyOf(outcomes);
    tokenIds = List.copyOf(tokenIds);
  }
}
