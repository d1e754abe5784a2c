package io.cascadian.watchlist;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Describes a wallet's net position in an unresolved market.
 *
 * @param outcomeIndex 0-based
 * @param outcome its label; empty when the catalogue has none
 * @param shares above those of the outcome with the fewest
 * @param usd what they cost, USDC; null when it is not known
 * @param firstTradeAt of the wallet in this market, whatever the outcome
 * @param marketId of the catalogue; empty when it has none
 * @param question likewise
 * @param category canonical category of the event
 */
record Position(
    String wallet, String conditionId, int outcomeIndex, String outcome, BigDecimal shares, BigDecimal usd, Instant firstTradeAt,
    String marketId, String question, String category) {

  /** Returns the fields under their names in the event log and the list. */
  Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("wallet", wallet);
    facts.put("condition_id", conditionId);
    facts.put("outcome_index", outcomeIndex);
    facts.put("outcome", outcome);
    facts.put("shares", shares);
    facts.put("usd", usd);
    facts.put("first_trade_at", firstTradeAt.toString());
    facts.put("market_id", marketId);
    facts.put("question", question);
    facts.put("canonical_category", category);
    return facts;
  }
}
