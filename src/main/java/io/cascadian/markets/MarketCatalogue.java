package io.cascadian.markets;

import com.clickhouse.client.api.data_formats.ClickHouseBinaryFormatReader;
import com.fasterxml.jackson.databind.JsonNode;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.DeadLetters;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.RowBinary;
import io.cascadian.store.StepResult;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The promise that {@code events_dim}, {@code markets_dim} and {@code tokens_dim} say what the catalogue says.
 *
 * <p>Only rows that differ are written, so that an unchanged catalogue writes nothing and what depends on the dimensions is not worked out
 * anew. What the catalogue no longer lists stays. Tokens are taken from here only where the subgraph has not told them. Called under the
 * run lock; not thread-safe.
 */
public final class MarketCatalogue {

  private static final Logger LOG = LoggerFactory.getLogger(MarketCatalogue.class);
  private static final String SOURCE = "gamma";

  private final GammaClient gamma;
  private final ClickHouse clickHouse;
  private final DeadLetters deadLetters;
  private final CategoryDefinitions categories;

  public MarketCatalogue(GammaClient gamma, ClickHouse clickHouse, DeadLetters deadLetters, CategoryDefinitions categories) {
    this.gamma = gamma;
    this.clickHouse = clickHouse;
    this.deadLetters = deadLetters;
    this.categories = categories;
  }

  /**
   * Reads the whole catalogue and stores what changed.
   *
   * @throws CatalogueException when it could not be read to its end; what was read until then is stored
   */
  public StepResult sync(FenceGuard guard) {
    Sync sync = new Sync(guard);
    gamma.forEachEvent(sync::add);
    sync.flush();
    return sync.result();
  }

  private final class Sync {
    private final FenceGuard guard;
    private final StoredRows events;
    private final StoredRows markets;
    private final StoredRows tokens;
    private final Set<BigInteger> knownTokens = new HashSet<>();
    private final Map<String, Long> rejected = new TreeMap<>();
    private long seenEvents;
    private long seenMarkets;

    private Sync(FenceGuard guard) {
      this.guard = guard;
      events = new StoredRows("events_dim", List.of("event_id", "slug", "title", "category", "tags", "canonical_category",
          "neg_risk_market_id", "ends_at", "source"), guard.fence());
      markets = new StoredRows("markets_dim", List.of("condition_id", "market_id", "event_id", "question", "slug", "outcomes",
          "question_id", "neg_risk_market_id", "question_index", "closed_at", "source"), guard.fence());
      tokens = new StoredRows("tokens_dim", List.of("token_id", "condition_id", "outcome_index", "source"), guard.fence());
      clickHouse.forEach(
          "SELECT event_id, slug, title, category, tags, canonical_category, neg_risk_market_id,"
              + " ifNull(toInt64(toUnixTimestamp(ends_at)), -1), source FROM events_dim FINAL",
          Map.of(), row -> events.isStored(row.getString(1), storedEvent(row)));
      clickHouse.forEach(
          "SELECT condition_id, market_id, event_id, question, slug, outcomes, question_id, neg_risk_market_id, question_index,"
              + " ifNull(toInt64(toUnixTimestamp(closed_at)), -1), source FROM markets_dim FINAL",
          Map.of(), row -> markets.isStored(row.getString(1), storedMarket(row)));
      clickHouse.forEach("SELECT token_id FROM tokens_dim FINAL", Map.of(), row -> knownTokens.add(row.getBigInteger(1)));
    }

    private void add(JsonNode node) {
      CatalogueEvent event;
      try {
        event = GammaEntries.event(node);
      } catch (UnusableEntryException e) {
        reject("event", node, e);
        return;
      }
      seenEvents++;
      events.write(event.id(), row(event, categories.categoryOf(event.category(), event.tags())));
      for (JsonNode market : node.path("markets")) {
        try {
          add(event, GammaEntries.market(market));
        } catch (UnusableEntryException e) {
          reject("market", market, e);
        }
      }
      if (seenEvents % 1000 == 0) {
        flush();
        LOG.info("  catalogue: {} events, {} markets", seenEvents, seenMarkets);
      }
    }

    private void add(CatalogueEvent event, CatalogueMarket market) {
      seenMarkets++;
      markets.write(market.conditionId(), row(event, market));
      for (int i = 0; i < market.tokenIds().size(); i++) {
        BigInteger token = market.tokenIds().get(i);
        int index = i;
        if (knownTokens.add(token)) {
          tokens.write(token.toString(), row -> row.uint256(token).string(market.conditionId()).int8(index).string(SOURCE));
        }
      }
    }

    private void reject(String kind, JsonNode node, UnusableEntryException e) {
      rejected.merge(e.reason(), 1L, Long::sum);
      deadLetters.record("catalogue", e.reason(), e.getMessage(), node.toString(), kind + " " + node.path("id").asText("without id"));
    }

    private void flush() {
      guard.check();
      events.flush(clickHouse);
      markets.flush(clickHouse);
      tokens.flush(clickHouse);
    }

    private StepResult result() {
      Map<String, Object> details = new LinkedHashMap<>();
      details.put("events", seenEvents);
      details.put("markets", seenMarkets);
      details.put("events_written", events.written());
      details.put("markets_written", markets.written());
      details.put("tokens_written", tokens.written());
      details.put("rejected", rejected);
      return new StepResult(events.written() + markets.written() + tokens.written(), details);
    }
  }

  private static Consumer<RowBinary> row(CatalogueEvent event, String canonical) {
    return row -> row.string(event.id()).string(event.slug()).string(event.title()).nullableString(event.category())
        .strings(event.tags()).string(canonical).string(event.negRiskMarketId()).nullableInt32(event.endsAt()).string(SOURCE);
  }

  private static Consumer<RowBinary> row(CatalogueEvent event, CatalogueMarket market) {
    return row -> row.string(market.conditionId()).string(market.marketId()).string(event.id()).string(market.question())
        .string(market.slug()).strings(market.outcomes()).string(market.questionId()).string(event.negRiskMarketId())
        .int8(event.negRiskMarketId().isEmpty() ? 0 : market.questionIndex()).nullableInt32(market.closedAt()).string(SOURCE);
  }

  private static Consumer<RowBinary> storedEvent(ClickHouseBinaryFormatReader row) {
    String id = row.getString(1);
    String slug = row.getString(2);
    String title = row.getString(3);
    String category = row.hasValue(4) ? row.getString(4) : null;
    List<String> tags = row.getList(5);
    String canonical = row.getString(6);
    String negRisk = row.getString(7);
    Long endsAt = time(row.getLong(8));
    String source = row.getString(9);
    return to -> to.string(id).string(slug).string(title).nullableString(category).strings(tags).string(canonical).string(negRisk)
        .nullableInt32(endsAt).string(source);
  }

  private static Consumer<RowBinary> storedMarket(ClickHouseBinaryFormatReader row) {
    String condition = row.getString(1);
    String market = row.getString(2);
    String event = row.getString(3);
    String question = row.getString(4);
    String slug = row.getString(5);
    List<String> outcomes = row.getList(6);
    String questionId = row.getString(7);
    String negRisk = row.getString(8);
    int index = row.getShort(9);
    Long closedAt = time(row.getLong(10));
    String source = row.getString(11);
    return to -> to.string(condition).string(market).string(event).string(question).string(slug).strings(outcomes).string(questionId)
        .string(negRisk).int8(index).nullableInt32(closedAt).string(source);
  }

  private static Long time(long seconds) {
    return seconds < 0 ? null : seconds;
  }
}
