package io.cascadian.markets;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Validates the catalogue's answers to look-ups.
 *
 * <p>A market is one condition. So every market of an answer must be one that was asked for, a condition has one market, and a market that
 * is one condition's cannot answer for another, in the same batch or later. Otherwise the catalogue did not understand the
 * question – it answers its default page then – and nothing of the batch may be used. Thread-safe as far as what it is given is.
 */
final class LookupAnswers {

  private final Function<String, String> conditionOfMarket;

  /** @param conditionOfMarket what the catalogue has answered, earlier batches included; null for an unknown market */
  LookupAnswers(Function<String, String> conditionOfMarket) {
    this.conditionOfMarket = conditionOfMarket;
  }

  /**
   * Returns the markets on all pages that answered a batch, by what was asked for; several tokens of one market have it all.
   *
   * @throws ImplausibleAnswerException when any of them cannot be an answer to it
   */
  Map<LookupKey, JsonNode> read(LookupBatch batch, List<JsonNode> pages) throws ImplausibleAnswerException {
    Map<String, String> marketOfCondition = new HashMap<>();
    Map<String, String> accepted = new HashMap<>();
    Map<LookupKey, JsonNode> found = new LinkedHashMap<>();
    Set<LookupKey> asked = new HashSet<>(batch.keys());
    for (JsonNode page : pages) {
      for (JsonNode market : page) {
        String id = market.path("id").asText("");
        String condition = conditionId(market, page);
        Set<LookupKey> answered = new HashSet<>(Set.of(LookupKey.condition(condition)));
        boolean tokensAreKnown = addTokens(market, answered);
        answered.retainAll(asked);
        if (answered.isEmpty() && !tokensAreKnown && !batch.keys().get(0).isCondition()) {
          // it may be one of those that were asked for; as its tokens cannot be read, it is of no use
          continue;
        }
        if (answered.isEmpty()) {
          throw new ImplausibleAnswerException("not-asked-for", "market " + id + " of condition " + condition + " is none of the "
              + asked.size() + " that were asked for; the catalogue seems to have passed the question over", page);
        }
        String other = accepted.containsKey(id) ? accepted.get(id) : conditionOfMarket.apply(id);
        if (other != null && !other.equals(condition)) {
          throw new ImplausibleAnswerException("one-market-for-many", "market " + id + " is the answer for condition " + condition
              + " and is that of " + other + ", but a market is one condition", page);
        }
        String sibling = marketOfCondition.putIfAbsent(condition, id);
        if (sibling != null && !sibling.equals(id)) {
          throw new ImplausibleAnswerException("many-markets-for-one",
              "markets " + sibling + " and " + id + " are both the answer for condition " + condition, page);
        }
        if (!id.isEmpty()) {
          accepted.put(id, condition);
        }
        answered.forEach(key -> found.put(key, market));
      }
    }
    return found;
  }

  private static String conditionId(JsonNode market, JsonNode page) throws ImplausibleAnswerException {
    try {
      String condition = GammaEntries.hash(market, "conditionId");
      if (!condition.isEmpty()) {
        return condition;
      }
    } catch (UnusableEntryException e) {
      throw new ImplausibleAnswerException(e.reason(), e.getMessage(), page);
    }
    throw new ImplausibleAnswerException(
        "no-condition-id", "market " + market.path("id").asText("without id") + " has no condition id", page);
  }

  /** Adds the market's tokens to what asking for would be answered by it; returns false when they cannot be read. */
  private static boolean addTokens(JsonNode market, Set<LookupKey> keys) {
    try {
      GammaEntries.tokens(market).forEach(token -> keys.add(LookupKey.token(token.toString())));
      return true;
    } catch (UnusableEntryException e) {
      return false;
    }
  }
}
