package io.cascadian.markets;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cascadian.files.FileJson;
import io.cascadian.files.ListEntry;
import io.cascadian.files.NumberText;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.DeadLetters;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.StepResult;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Imports lists of markets and events from files ({@code markets_dim_seed.json}, {@code events_dim_seed.json}), for entries that the catalogue lacks.
 *
 * <p>A market names its event by a slug there, and an event list has the slug as its id; both are stored as they are. Entries are read one by one.
 * What markets paid is not read here. Called under the run lock; not thread-safe.
 */
public final class DimensionSeed {

  private static final Set<String> READ = Set.of("condition_id", "market_id", "event_id", "question", "title", "category", "tags", "ends_at");
  private static final int FLUSH_EVERY = 20_000;

  private final ClickHouse clickHouse;
  private final DeadLetters deadLetters;
  private final CategoryDefinitions categories;

  public DimensionSeed(ClickHouse clickHouse, DeadLetters deadLetters, CategoryDefinitions categories) {
    this.clickHouse = clickHouse;
    this.deadLetters = deadLetters;
    this.categories = categories;
  }

  /** Imports an array of {@code {condition_id, market_id, event_id, question}}. */
  public StepResult markets(InputStream in, FenceGuard guard) throws IOException {
    return read(in, guard, "market", new UnreadableFields(), (tables, node) -> {
      CatalogueMarket market = new CatalogueMarket(conditionId(node), marketId(node), text(node, "question"), "", List.of(), "", NegRiskQuestion.NONE, List.of(), null);
      return tables.market(text(node, "event_id"), market);
    });
  }

  /** Imports an array of {@code {event_id, title, category, tags, ends_at}}. */
  public StepResult events(InputStream in, FenceGuard guard) throws IOException {
    UnreadableFields unreadable = new UnreadableFields();
    return read(in, guard, "event", unreadable, (tables, node) -> {
      CatalogueEvent event = GammaEntries.seededEvent(node, unreadable);
      return tables.event(event, categories.categoryOf(event.category(), event.tags()));
    });
  }

  private interface Taker {
    boolean take(DimensionTables tables, JsonNode node) throws UnusableEntryException;
  }

  private StepResult read(InputStream in, FenceGuard guard, String kind, UnreadableFields unreadable, Taker taker) throws IOException {
    DimensionTables tables = new DimensionTables(clickHouse, guard, DimensionTables.SEED);
    Map<String, Long> skipped = new TreeMap<>();
    long rows = 0;
    try (JsonParser json = FileJson.parser(in)) {
      json.nextToken();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        boolean isObject = json.currentToken() == JsonToken.START_OBJECT;
        ListEntry<JsonNode> entry = isObject ? ListEntry.read(json, field -> true, JsonParser::readValueAsTree) : new ListEntry<>(Map.of(), Map.of());
        JsonNode node = isObject ? JsonNodeFactory.instance.objectNode().setAll(entry.fields()) : json.readValueAsTree();
        rows++;
        try {
          for (String field : entry.contradictions().keySet()) {
            if (READ.contains(field)) {
              throw new UnusableEntryException("contradictory", "the " + kind + " has several values of " + field);
            }
          }
          if (!taker.take(tables, node)) {
            skipped.merge("known-to-catalogue", 1L, Long::sum);
          }
        } catch (UnusableEntryException e) {
          skipped.merge(e.reason(), 1L, Long::sum);
          deadLetters.record("dimension-seed", e.reason(), e.getMessage(), String.valueOf(node), kind + " " + rows);
        }
        if (rows % FLUSH_EVERY == 0) {
          tables.flush();
        }
      }
    }
    tables.flush();
    Map<String, Object> details = new LinkedHashMap<>();
    details.put(kind + "s", rows);
    details.put(kind + "s_written", tables.written());
    details.put(kind + "s_skipped", skipped);
    if (!unreadable.counts().isEmpty()) {
      details.put(kind + "s_unreadable_fields", unreadable.counts());
    }
    return new StepResult(tables.written(), details);
  }

  private static String conditionId(JsonNode node) throws UnusableEntryException {
    String text = text(node, "condition_id").toLowerCase(Locale.ROOT);
    String hex = text.startsWith("0x") ? text.substring(2) : text;
    if (!hex.matches("[0-9a-f]{64}")) {
      throw new UnusableEntryException("no-condition-id", "the market's condition id is '" + text + "'");
    }
    return hex;
  }

  private static String marketId(JsonNode node) throws UnusableEntryException {
    String id = text(node, "market_id");
    return NumberText.id(id).orElseThrow(() -> new UnusableEntryException("no-market-id", "the market's id is '" + id + "'"));
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).isNull() ? "" : node.path(field).asText("");
  }
}
