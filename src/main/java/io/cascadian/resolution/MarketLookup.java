package io.cascadian.resolution;

import com.fasterxml.jackson.databind.JsonNode;
import io.cascadian.files.NumberText;

/**
 * Holds one line of a cache of market look-ups: which market answered for a condition.
 *
 * @param conditionId 64 hex, as it was written
 */
record MarketLookup(String conditionId, long marketId) {

  /** @throws SkippedEntryException with the first reason that applies */
  static MarketLookup of(JsonNode entry) throws SkippedEntryException {
    String condition = entry.path("condition_id").asText("");
    if (!condition.matches("(0x)?[0-9a-fA-F]{64}")) {
      throw new SkippedEntryException("bad-condition-id");
    }
    String market = NumberText.id(entry.path("market_id").asText("")).orElseThrow(() -> new SkippedEntryException("no-market-id"));
    return new MarketLookup(condition, Long.parseLong(market));
  }
}
