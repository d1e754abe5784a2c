package io.cascadian.markets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Reads the Gamma API's entries. Lists arrive inside strings as well as plain, numbers as strings, times in several notations.
 *
 * <p>An entry is unusable only for what its row cannot do without: its id, a market's condition and tokens. Any other field that cannot be read is left out
 * and counted.
 */
final class GammaEntries {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern HASH = Pattern.compile("(0x)?[0-9a-f]{64}");
  private static final Pattern DECIMAL = Pattern.compile("\\d{1,78}");
  private static final Pattern HEX = Pattern.compile("0x[0-9a-f]{1,64}");
  private static final int TOKEN_BITS = 256;
  /** Limit of an outcome index in a byte. */
  private static final int MOST_TOKENS = 256;

  private GammaEntries() {}

  /** Returns the event without its markets, which are read one by one so that a bad one does not take the others along. */
  static CatalogueEvent event(JsonNode node, UnreadableFields unreadable) throws UnusableEntryException {
    String id = text(node, "id");
    if (id.isEmpty()) {
      throw new UnusableEntryException("no-event-id", "an event without id");
    }
    return new CatalogueEvent(
        id, text(node, "slug"), text(node, "title"), category(node), tags(node),
        hashOrNone(node, "negRiskMarketID", unreadable), time(node, "endDate", unreadable), List.of());
  }

  /** Returns an event of a seed file: the same entries under other names, with its slug as id. */
  static CatalogueEvent seededEvent(JsonNode node, UnreadableFields unreadable) throws UnusableEntryException {
    String id = text(node, "event_id");
    if (id.isEmpty()) {
      throw new UnusableEntryException("no-event-id", "an event without event_id");
    }
    return new CatalogueEvent(id, id, text(node, "title"), category(node), tags(node), "", time(node, "ends_at", unreadable), List.of());
  }

  private static String category(JsonNode node) {
    String category = text(node, "category").strip();
    return category.isEmpty() ? null : category;
  }

  private static List<String> tags(JsonNode node) {
    List<String> tags = new ArrayList<>();
    for (JsonNode tag : node.path("tags")) {
      String label = tag.isTextual() ? tag.asText() : tag.path("label").asText("");
      if (!label.isBlank()) {
        tags.add(label.strip());
      }
    }
    return tags;
  }

  /** @param eventGroup neg-risk group of the market's event; empty for none */
  static CatalogueMarket market(JsonNode node, String eventGroup, UnreadableFields unreadable) throws UnusableEntryException {
    String condition = hash(node, "conditionId");
    if (condition.isEmpty()) {
      throw new UnusableEntryException("no-condition-id", "market " + text(node, "id") + " has no condition id");
    }
    String id = text(node, "id");
    if (!id.matches("\\d{1,18}")) {
      throw new UnusableEntryException("no-market-id", "condition " + condition + " has the market id '" + id + "'");
    }
    List<BigInteger> tokens = tokens(node);
    List<String> outcomes = outcomes(node, unreadable);
    if (!tokens.isEmpty() && !outcomes.isEmpty() && tokens.size() != outcomes.size() || tokens.size() > MOST_TOKENS) {
      throw new UnusableEntryException("bad-outcomes", "market " + id + " has " + tokens.size() + " tokens for the outcomes " + outcomes);
    }
    Long closedAt = node.path("closed").asBoolean() ? time(node, "closedTime", unreadable) : null;
    String questionId = hashOrNone(node, "questionID", unreadable);
    NegRiskQuestion negRisk = NegRiskQuestion.of(hashOrNone(node, "negRiskMarketID", unreadable),
        node.path("negRisk").isBoolean() ? node.path("negRisk").asBoolean() : null, eventGroup, questionId);
    return new CatalogueMarket(
        condition, id, text(node, "question"), text(node, "slug"), outcomes, questionId, negRisk, tokens, closedAt);
  }

  /**
   * Returns the market's tokens in outcome-index order; empty before the order book.
   *
   * @throws UnusableEntryException when one is no number of 256 bits, decimal or hex
   */
  static List<BigInteger> tokens(JsonNode node) throws UnusableEntryException {
    List<BigInteger> tokens = new ArrayList<>();
    for (String text : list(node, "clobTokenIds")) {
      String token = text.strip().toLowerCase(Locale.ROOT);
      BigInteger number = DECIMAL.matcher(token).matches() ? new BigInteger(token)
          : HEX.matcher(token).matches() ? new BigInteger(token.substring(2), 16) : null;
      if (number == null || number.bitLength() > TOKEN_BITS) {
        throw new UnusableEntryException("bad-token-id", "market " + text(node, "id") + " has the token id '" + text + "'");
      }
      tokens.add(number);
    }
    return tokens;
  }

  private static List<String> outcomes(JsonNode node, UnreadableFields unreadable) {
    try {
      return list(node, "outcomes");
    } catch (UnusableEntryException e) {
      unreadable.add("outcomes");
      return List.of();
    }
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isMissingNode() || value.isNull() ? "" : value.asText();
  }

  /** 64 hex, or empty when there is none. */
  static String hash(JsonNode node, String field) throws UnusableEntryException {
    String value = text(node, field).toLowerCase(Locale.ROOT);
    if (value.isEmpty()) {
      return "";
    }
    if (!HASH.matcher(value).matches()) {
      throw new UnusableEntryException("bad-hash", field + " is '" + value + "'");
    }
    return value.startsWith("0x") ? value.substring(2) : value;
  }

  /** Returns the same, and empty when it cannot be read. */
  static String hashOrNone(JsonNode node, String field, UnreadableFields unreadable) {
    try {
      return hash(node, field);
    } catch (UnusableEntryException e) {
      unreadable.add(field);
      return "";
    }
  }

  private static List<String> list(JsonNode node, String field) throws UnusableEntryException {
    JsonNode value = node.path(field);
    if (value.isTextual() && !value.asText().isBlank()) {
      try {
        value = JSON.readTree(value.asText());
      } catch (JsonProcessingException e) {
        throw new UnusableEntryException("bad-list", field + " is not a list: " + value.asText());
      }
    }
    List<String> values = new ArrayList<>();
    value.forEach(v -> values.add(v.asText()));
    return values;
  }

  /** UTC seconds; null when there is none, and when it cannot be read. */
  private static Long time(JsonNode node, String field, UnreadableFields unreadable) {
    String value = text(node, field);
    if (value.isEmpty()) {
      return null;
    }
    OptionalLong time = EntryTime.parse(value);
    if (time.isEmpty()) {
      unreadable.add(field);
      return null;
    }
    return time.getAsLong();
  }
}
