package io.cascadian.resolution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * One line of a cache of market look-ups: which market answered for a condition.
 *
 * @param conditionId 64 hex, as it was written
 */
record MarketLookup(String conditionId, long marketId) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** @throws SkippedEntryException with the first reason that applies */
  static MarketLookup of(String line) throws SkippedEntryException {
    JsonNode entry;
    try {
      entry = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new SkippedEntryException("malformed");
    }
    String condition = entry.path("condition_id").asText("");
    if (!condition.matches("(0x)?[0-9a-fA-F]{64}")) {
      throw new SkippedEntryException("bad-condition-id");
    }
    String market = entry.path("market_id").asText("");
    if (!market.matches("\\d{1,18}")) {
      throw new SkippedEntryException("no-market-id");
    }
    return new MarketLookup(condition, Long.parseLong(market));
  }
}
