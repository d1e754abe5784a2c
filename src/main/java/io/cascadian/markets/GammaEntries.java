package io.cascadian.markets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What do the Gamma API's entries say? Lists arrive inside strings as well as plain, numbers as strings, times in two notations. */
final class GammaEntries {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern HASH = Pattern.compile("0x[0-9a-f]{64}");
  private static final DateTimeFormatter SPACED = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ssX", Locale.ROOT);

  private GammaEntries() {}

  /** The event without its markets, which are read one by one so that a bad one does not take the others along. */
  static CatalogueEvent event(JsonNode node) throws UnusableEntryException {
    String id = text(node, "id");
    if (id.isEmpty()) {
      throw new UnusableEntryException("no-event-id", "an event without id");
    }
    return new CatalogueEvent(
        id, text(node, "slug"), text(node, "title"), category(node), tags(node), hash(node, "negRiskMarketID"), time(node, "endDate"), List.of());
  }

  /** An event of a seed file: the same entries under other names, with its slug as id. */
  static CatalogueEvent seededEvent(JsonNode node) throws UnusableEntryException {
    String id = text(node, "event_id");
    if (id.isEmpty()) {
      throw new UnusableEntryException("no-event-id", "an event without event_id");
    }
    return new CatalogueEvent(id, id, text(node, "title"), category(node), tags(node), "", time(node, "ends_at"), List.of());
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

  static CatalogueMarket market(JsonNode node) throws UnusableEntryException {
    String condition = hash(node, "conditionId");
    if (condition.isEmpty()) {
      throw new UnusableEntryException("no-condition-id", "market " + text(node, "id") + " has no condition id");
    }
    String id = text(node, "id");
    if (!id.matches("\\d{1,18}")) {
      throw new UnusableEntryException("no-market-id", "condition " + condition + " has the market id '" + id + "'");
    }
    List<BigInteger> tokens = new ArrayList<>();
    for (String token : list(node, "clobTokenIds")) {
      if (!token.matches("\\d{1,78}")) {
        throw new UnusableEntryException("bad-token-id", "market " + id + " has the token id '" + token + "'");
      }
      tokens.add(new BigInteger(token));
    }
    List<String> outcomes = list(node, "outcomes");
    if (!tokens.isEmpty() && tokens.size() != outcomes.size()) {
      throw new UnusableEntryException("bad-outcomes", "market " + id + " has " + tokens.size() + " tokens for the outcomes " + outcomes);
    }
    Long closedAt = node.path("closed").asBoolean() ? time(node, "closedTime") : null;
    return new CatalogueMarket(
        condition, id, text(node, "question"), text(node, "slug"), outcomes, hash(node, "questionID"), tokens, closedAt);
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
    return value.substring(2);
  }

  static List<String> list(JsonNode node, String field) throws UnusableEntryException {
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

  private static Long time(JsonNode node, String field) throws UnusableEntryException {
    String value = text(node, field);
    if (value.isEmpty()) {
      return null;
    }
    try {
      return value.indexOf('T') > 0 ? Instant.parse(value).getEpochSecond() : OffsetDateTime.parse(value, SPACED).toEpochSecond();
    } catch (DateTimeException e) {
      throw new UnusableEntryException("bad-time", field + " is '" + value + "'");
    }
  }
}
