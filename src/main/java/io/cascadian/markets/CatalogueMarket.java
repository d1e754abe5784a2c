package io.cascadian.markets;

import java.math.BigInteger;
import java.util.List;

/**
 * A market of the catalogue: one condition.
 *
 * @param conditionId 64 hex
 * @param marketId decimal
 * @param outcomes labels in outcome-index order
 * @param questionId 64 hex; empty when unknown. In a neg-risk event its last byte is the question's index
 * @param tokenIds in outcome-index order; empty when the market has none (before the order book)
 * @param closedAt UTC seconds, null while open
 */
record CatalogueMarket(
    String conditionId, String marketId, String question, String slug, List<String> outcomes, String questionId,
    List<BigInteger> tokenIds, Long closedAt) {

  CatalogueMarket {
    outcomes = List.copyOf(outcomes);
    tokenIds = List.copyOf(tokenIds);
  }

  int questionIndex() {
    return questionId.isEmpty() ? 0 : Integer.parseInt(questionId.substring(62), 16);
  }
}
