package io.cascadian.watchlist;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a wallet stands for in a market that is not resolved.
 *
 * @param outcomeIndex 0-based
 * @param outcome its label; empty when the catalogue does not tell
 * @param shares above those of the outcome with the fewest
 * @param usd what they cost, USDC; null when it is not known
 * @param firstTradeAt of the wallet in this market, whatever the outcome
 * @param marketId of the catalogue; empty when it does not tell
 * @param question likewise
 * @param category canonical category of the event
 */
record Position(
    String wallet, String conditionId, int outcomeIndex, String outcome, BigDecimal shares, BigDecimal usd, Instant firstTradeAt,
    String marketId, String question, String category) {

  /** By the names that the log and the list tell them under. */
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
