package io.cascadian.dev.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Answers requests to the market catalogue in the shape of the Gamma API: {@code /events}, {@code /events/keyset}, {@code /events/{id}}, {@code /markets},
 * {@code /markets/keyset} (one page), {@code /markets/{id}}.
 *
 * <p>With its habits: lists inside strings, numbers as strings, 20 entries unless asked for up to 500, either open ones or closed ones (open
 * ones unless asked), and unknown parameters ignored, so that the mistaken {@code condition_id} (singular) gets the first page instead of an
 * error.
 */
final class GammaEndpoint {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DEFAULT_LIMIT = 20;
  private static final int MAX_LIMIT = 500;

  private final List<Dataset.Event> events;
  private final ChainClock clock;
  private final Map<String, Dataset.Resolution> resolutions = new HashMap<>();

  GammaEndpoint(Dataset dataset, ChainClock clock) {
    this.events = dataset.events();
    this.clock = clock;
    dataset.resolutions().forEach(r -> resolutions.put(r.conditionId(), r));
  }

  /** @param query raw parameters by name, each with all its values */
  Answer answer(String path, Map<String, List<String>> query) throws IOException {
    String[] parts = path.substring(1).split("/");
    if (path.equals("/events/keyset")) {
      return keyset(query);
    }
    boolean isWrapped = path.equals("/markets/keyset");
    if (parts.length == 2 && !isWrapped) {
      return one(parts[0], parts[1]);
    }
    int limit = Math.min(MAX_LIMIT, number(query, "limit", DEFAULT_LIMIT));
    int offset = number(query, "offset", 0);
    boolean closed = flag(query, "closed", false);
    ArrayNode page = JSON.createArrayNode();
    if (parts[0].equals("events")) {
      range(listed(query), offset, limit).forEach(e -> page.add(event(e)));
    } else {
      Set<String> conditions = values(query, "condition_ids");
      Set<String> tokens = values(query, "clob_token_ids");
      List<ObjectNode> found = new ArrayList<>();
      for (Dataset.Event event : visible()) {
        for (Dataset.Market market : event.markets()) {
          if (found.size() < offset + limit && isClosed(market) == closed
              && (conditions.isEmpty() || conditions.contains(market.conditionId()))
              && (tokens.isEmpty() || market.tokenIds().stream().anyMatch(tokens::contains))) {
            ObjectNode node = market(event, market);
            node.putArray("events").add(JSON.createObjectNode()
                .put("id", event.id()).put("slug", event.slug()).put("title", event.title()));
            found.add(node);
          }
        }
      }
      range(found, offset, limit).forEach(page::add);
    }
    return Answer.json(200, JSON.writeValueAsString(isWrapped ? JSON.createObjectNode().set("markets", page) : page));
  }

  /** Returns a page by cursor, which is the id of the last event before it; only pages that are followed by another one name a next cursor. */
  private Answer keyset(Map<String, List<String>> query) throws IOException {
    if (query.containsKey("offset")) {
      return Answer.json(422, "{\"type\":\"validation error\",\"error\":\"offset is not supported, use after_cursor\"}");
    }
    int limit = Math.min(MAX_LIMIT, number(query, "limit", DEFAULT_LIMIT));
    String after = query.containsKey("after_cursor") ? query.get("after_cursor").get(0) : null;
    List<Dataset.Event> all = listed(query);
    int begin = 0;
    while (after != null && begin < all.size() && !all.get(begin).id().equals(after)) {
      begin++;
    }
    List<Dataset.Event> found = range(all, after == null ? 0 : begin + 1, limit);
    ObjectNode page = JSON.createObjectNode();
    ArrayNode events = page.putArray("events");
    found.forEach(e -> events.add(event(e)));
    if (!found.isEmpty() && found.get(found.size() - 1) != all.get(all.size() - 1)) {
      page.put("next_cursor", found.get(found.size() - 1).id());
    }
    return Answer.json(200, JSON.writeValueAsString(page));
  }

  /** Returns the open or the closed events, in the order of ids or against it. */
  private List<Dataset.Event> listed(Map<String, List<String>> query) {
    boolean closed = flag(query, "closed", false);
    List<Dataset.Event> found = new ArrayList<>(visible().stream().filter(e -> e.markets().stream().allMatch(this::isClosed) == closed).toList());
    if (!flag(query, "ascending", true)) {
      Collections.reverse(found);
    }
    return found;
  }

  private static boolean flag(Map<String, List<String>> query, String name, boolean absent) {
    return query.containsKey(name) ? Boolean.parseBoolean(query.get(name).get(0)) : absent;
  }

  private Answer one(String kind, String id) throws IOException {
    for (Dataset.Event event : visible()) {
      if (kind.equals("events") && (event.id().equals(id) || event.slug().equals(id))) {
        return Answer.json(200, JSON.writeValueAsString(event(event)));
      }
      for (Dataset.Market market : event.markets()) {
        if (kind.equals("markets") && market.id().equals(id)) {
          return Answer.json(200, JSON.writeValueAsString(market(event, market)));
        }
      }
    }
    return Answer.json(404, "{\"type\":\"not found error\",\"error\":\"id not found\"}");
  }

  private static Set<String> values(Map<String, List<String>> query, String name) {
    return query.getOrDefault(name, List.of()).stream()
        .flatMap(v -> Arrays.stream(v.split(",")))
        .map(v -> v.toLowerCase(Locale.ROOT))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static int number(Map<String, List<String>> query, String name, int absent) {
    List<String> values = query.get(name);
    return values == null ? absent : Math.max(0, Integer.parseInt(values.get(0)));
  }

  private static <T> List<T> range(List<T> all, int offset, int limit) {
    return all.subList(Math.min(offset, all.size()), Math.min(offset + limit, all.size()));
  }

  private List<Dataset.Event> visible() {
    long now = clock.timestamp(clock.head());
    return events.stream().filter(e -> e.createdAt() <= now).toList();
  }

  private boolean isClosed(Dataset.Market market) {
    return market.closedAt() != null && market.closedAt() <= clock.timestamp(clock.head());
  }

  private ObjectNode event(Dataset.Event event) {
    ObjectNode node = JSON.createObjectNode();
    node.put("id", event.id()).put("ticker", event.slug()).put("slug", event.slug()).put("title", event.title());
    if (event.category() != null) {
      node.put("category", event.category());
    }
    node.put("createdAt", Instant.ofEpochSecond(event.createdAt()).toString());
    if (event.endsAt() != null) {
      node.put("endDate", Instant.ofEpochSecond(event.endsAt()).toString());
    }
    boolean closed = event.markets().stream().allMatch(this::isClosed);
    node.put("active", true).put("closed", closed).put("archived", false);
    if (event.negRiskMarketId() != null) {
      node.put("negRisk", true).put("negRiskMarketID", event.negRiskMarketId());
    }
    ArrayNode tags = node.putArray("tags");
    for (String tag : event.tags()) {
      tags.addObject().put("id", Integer.toString(1 + (tag.hashCode() & 0xffff))).put("label", tag)
          .put("slug", tag.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"));
    }
    ArrayNode markets = node.putArray("markets");
    event.markets().forEach(m -> markets.add(market(event, m)));
    return node;
  }

  private ObjectNode market(Dataset.Event event, Dataset.Market market) {
    ObjectNode node = JSON.createObjectNode();
    node.put("id", market.id()).put("question", market.question()).put("conditionId", market.conditionId()).put("slug", market.slug());
    node.put("questionID", market.questionId());
    node.put("outcomes", text(market.outcomes()));
    node.put("outcomePrices", text(prices(market)));
    node.put("clobTokenIds", text(market.tokenIds()));
    node.put("active", true).put("closed", isClosed(market)).put("negRisk", event.negRiskMarketId() != null);
    if (event.negRiskMarketId() != null) {
      node.put("negRiskMarketID", event.negRiskMarketId());
    }
    if (isClosed(market)) {
      node.put("closedTime", Instant.ofEpochSecond(market.closedAt()).toString());
    }
    return node;
  }

  private List<String> prices(Dataset.Market market) {
    Dataset.Resolution resolution = resolutions.get(market.conditionId());
    boolean known = isClosed(market) && resolution != null && resolution.payouts() != null;
    return known
        ? resolution.payouts().stream().map(BigDecimal::toPlainString).toList()
        : market.outcomes().stream().map(o -> "0.5").toList();
  }

  /** Returns a list as the API sends it: as JSON inside a string. */
  private static String text(List<String> values) {
    ArrayNode array = JSON.createArrayNode();
    values.forEach(array::add);
    return array.toString();
  }
}
