package io.cascadian.markets;

import com.fasterxml.jackson.databind.JsonNode;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.DeadLetters;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.StepResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Synchronises {@code events_dim}, {@code markets_dim} and {@code tokens_dim} with the catalogue.
 *
 * <p>Only rows that differ are written, so that an unchanged catalogue writes nothing and what depends on the dimensions is not
 * recomputed. What the catalogue no longer lists stays. Tokens are taken from here only where the subgraph did not deliver them. Called under the
 * run lock; not thread-safe.
 */
public final class MarketCatalogue {

  private static final Logger LOG = LoggerFactory.getLogger(MarketCatalogue.class);

  private final GammaClient gamma;
  private final ClickHouse clickHouse;
  private final DeadLetters deadLetters;
  private final CategoryDefinitions categories;
  private final CatalogueLimits limits;

  public MarketCatalogue(
      GammaClient gamma, ClickHouse clickHouse, DeadLetters deadLetters, CategoryDefinitions categories, CatalogueLimits limits) {
    this.limits = limits;
    this.gamma = gamma;
    this.clickHouse = clickHouse;
    this.deadLetters = deadLetters;
    this.categories = categories;
  }

  /**
   * Reads the whole catalogue, the open events and then the closed ones, and stores what changed. An event that closes meanwhile is in both lists.
   *
   * @throws CatalogueIncompleteException when one of the two lists was not read to its proven end; what was read of both is stored
   */
  public StepResult sync(FenceGuard guard) {
    Sync sync = new Sync(guard);
    List<CatalogueException> failures = new ArrayList<>();
    long deadline = System.nanoTime() + limits.time().toNanos();
    for (boolean closed : new boolean[] {false, true}) {
      try {
        new EventList(gamma, closed, sync::add, limits.pages(), deadline).read();
      } catch (CatalogueException e) {
        failures.add(e);
      } finally {
        sync.tables.flush();
      }
    }
    if (failures.isEmpty() && sync.seenEvents == 0) {
      long known = knownEvents();
      if (known > 0) {
        failures.add(new CatalogueException(gamma.address(), 200, "it lists no events, neither open nor closed ones, after it had listed " + known
            + "; the stored ones stay", null));
      }
    }
    if (!failures.isEmpty()) {
      throw new CatalogueIncompleteException(failures, sync.result());
    }
    return sync.result();
  }

  private long knownEvents() {
    return clickHouse.query("SELECT uniqExact(event_id) FROM events_dim WHERE source = {source:String}", Map.of("source", DimensionTables.CATALOGUE),
        row -> row.getLong(1)).get(0);
  }

  private final class Sync {
    private final DimensionTables tables;
    private final Map<String, Long> rejected = new TreeMap<>();
    private final UnreadableFields unreadable = new UnreadableFields();
    private long seenEvents;
    private long seenMarkets;

    private Sync(FenceGuard guard) {
      tables = new DimensionTables(clickHouse, guard, DimensionTables.CATALOGUE);
    }

    private void add(JsonNode node) {
      CatalogueEvent event;
      try {
        event = GammaEntries.event(node, unreadable);
      } catch (UnusableEntryException e) {
        reject("event", node, e);
        return;
      }
      seenEvents++;
      tables.event(event, categories.categoryOf(event.category(), event.tags()));
      for (JsonNode market : node.path("markets")) {
        try {
          tables.market(event.id(), GammaEntries.market(market, event.negRiskMarketId(), unreadable));
          seenMarkets++;
        } catch (UnusableEntryException e) {
          reject("market", market, e);
        }
      }
      if (seenEvents % 1000 == 0) {
        tables.flush();
        LOG.info("  catalogue: {} events, {} markets", seenEvents, seenMarkets);
      }
    }

    private void reject(String kind, JsonNode node, UnusableEntryException e) {
      rejected.merge(e.reason(), 1L, Long::sum);
      deadLetters.record("catalogue", e.reason(), e.getMessage(), node.toString(), kind + " " + node.path("id").asText("without id"));
    }

    private StepResult result() {
      Map<String, Object> details = new LinkedHashMap<>();
      details.put("events", seenEvents);
      details.put("markets", seenMarkets);
      details.put("events_written", tables.eventsWritten());
      details.put("markets_written", tables.marketsWritten());
      details.put("tokens_written", tables.tokensWritten());
      details.put("rejected", rejected);
      details.put("unreadable_fields", unreadable.counts());
      return new StepResult(tables.written(), details);
    }
  }
}
