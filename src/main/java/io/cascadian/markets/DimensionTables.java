package io.cascadian.markets;

import com.clickhouse.client.api.data_formats.ClickHouseBinaryFormatReader;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.RowBinary;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Writes what differs to {@code events_dim}, {@code markets_dim} and {@code tokens_dim}, on behalf of one source.
 *
 * <p>The catalogue overrules every other source; a seed only fills in what the catalogue does not have. Tokens are taken only where no source has
 * them yet. Used for one reading of a source; not thread-safe.
 */
final class DimensionTables {

  static final String CATALOGUE = "gamma";
  static final String SEED = "seed";

  private final ClickHouse clickHouse;
  private final FenceGuard guard;
  private final String source;
  private final StoredRows events;
  private final StoredRows markets;
  private final StoredRows tokens;
  private final Set<BigInteger> knownTokens = new HashSet<>();
  private final Set<String> eventsOfOthers = new HashSet<>();
  private final Set<String> marketsOfOthers = new HashSet<>();
  private final Map<String, String> conditionOfMarket = new HashMap<>();

  /** Reads what is stored. */
  DimensionTables(ClickHouse clickHouse, FenceGuard guard, String source) {
    this.clickHouse = clickHouse;
    this.guard = guard;
    this.source = source;
    events = new StoredRows("events_dim", List.of("event_id", "slug", "title", "category", "tags", "canonical_category",
        "neg_risk_market_id", "ends_at", "source"), guard.fence());
    markets = new StoredRows("markets_dim", List.of("condition_id", "market_id", "event_id", "question", "slug", "outcomes",
        "question_id", "neg_risk_market_id", "question_index", "closed_at", "source"), guard.fence());
    tokens = new StoredRows("tokens_dim", List.of("token_id", "condition_id", "outcome_index", "source"), guard.fence());
    clickHouse.forEach(
        "SELECT event_id, slug, title, category, tags, canonical_category, neg_risk_market_id,"
            + " ifNull(toInt64(toUnixTimestamp(ends_at)), -1), source FROM events_dim FINAL",
        Map.of(), this::storedEvent);
    clickHouse.forEach(
        "SELECT condition_id, market_id, event_id, question, slug, outcomes, question_id, neg_risk_market_id, question_index,"
            + " ifNull(toInt64(toUnixTimestamp(closed_at)), -1), source FROM markets_dim FINAL",
        Map.of(), this::storedMarket);
    clickHouse.forEach("SELECT token_id FROM tokens_dim FINAL", Map.of(), row -> knownTokens.add(row.getBigInteger(1)));
  }

  /** Returns whether this source has delivered the event, now or earlier. */
  boolean hasEvent(String id) {
    return events.has(id) && !eventsOfOthers.contains(id);
  }

  /** Returns the condition that this source has delivered for a market's id, now or earlier; null when it has not. */
  String conditionOf(String marketId) {
    return conditionOfMarket.get(marketId);
  }

  /** Stores an event; returns false when it belongs to another source. */
  boolean event(CatalogueEvent event, String canonicalCategory) {
    if (!isOwn(eventsOfOthers, event.id())) {
      return false;
    }
    eventsOfOthers.remove(event.id());
    events.write(event.id(), row -> row.string(event.id()).string(event.slug()).string(event.title()).nullableString(event.category())
        .strings(event.tags()).string(canonicalCategory).string(event.negRiskMarketId()).nullableDateTime(event.endsAt()).string(source));
    return true;
  }

  /**
   * Stores a market and its tokens; returns false when it belongs to another source.
   *
   * @param eventId empty when unknown
   */
  boolean market(String eventId, CatalogueMarket market) {
    if (!isOwn(marketsOfOthers, market.conditionId())) {
      return false;
    }
    conditionOfMarket.put(market.marketId(), market.conditionId());
    markets.write(market.conditionId(), row -> row.string(market.conditionId()).string(market.marketId()).string(eventId)
        .string(market.question()).string(market.slug()).strings(market.outcomes()).string(market.questionId())
        .string(market.negRisk().group()).nullableInt8(market.negRisk().index()).nullableDateTime(market.closedAt()).string(source));
    for (int i = 0; i < market.tokenIds().size(); i++) {
      BigInteger token = market.tokenIds().get(i);
      int index = i;
      if (knownTokens.add(token)) {
        tokens.write(token.toString(), row -> row.uint256(token).string(market.conditionId()).int8(index).string(source));
      }
    }
    return true;
  }

  private boolean isOwn(Set<String> ofOthers, String key) {
    return source.equals(CATALOGUE) || !ofOthers.contains(key);
  }

  /** Sends what is waiting, under the fence. */
  void flush() {
    guard.check();
    events.flush(clickHouse);
    markets.flush(clickHouse);
    tokens.flush(clickHouse);
  }

  long eventsWritten() {
    return events.written();
  }

  long marketsWritten() {
    return markets.written();
  }

  long tokensWritten() {
    return tokens.written();
  }

  long written() {
    return eventsWritten() + marketsWritten() + tokensWritten();
  }

  private void storedEvent(ClickHouseBinaryFormatReader row) {
    String id = row.getString(1);
    String slug = row.getString(2);
    String title = row.getString(3);
    String category = row.hasValue(4) ? row.getString(4) : null;
    List<String> tags = row.getList(5);
    String canonical = row.getString(6);
    String negRisk = row.getString(7);
    Long endsAt = time(row.getLong(8));
    String of = row.getString(9);
    if (!of.equals(source)) {
      eventsOfOthers.add(id);
    }
    Consumer<RowBinary> stored = to -> to.string(id).string(slug).string(title).nullableString(category).strings(tags).string(canonical)
        .string(negRisk).nullableDateTime(endsAt).string(of);
    events.isStored(id, stored);
  }

  private void storedMarket(ClickHouseBinaryFormatReader row) {
    String condition = row.getString(1);
    String market = row.getString(2);
    String event = row.getString(3);
    String question = row.getString(4);
    String slug = row.getString(5);
    List<String> outcomes = row.getList(6);
    String questionId = row.getString(7);
    String negRisk = row.getString(8);
    Integer index = row.hasValue(9) ? (int) row.getShort(9) : null;
    Long closedAt = time(row.getLong(10));
    String of = row.getString(11);
    if (!of.equals(source)) {
      marketsOfOthers.add(condition);
    } else {
      conditionOfMarket.put(market, condition);
    }
    Consumer<RowBinary> stored = to -> to.string(condition).string(market).string(event).string(question).string(slug).strings(outcomes)
        .string(questionId).string(negRisk).nullableInt8(index).nullableDateTime(closedAt).string(of);
    markets.isStored(condition, stored);
  }

  private static Long time(long seconds) {
    return seconds < 0 ? null : seconds;
  }
}
