package io.cascadian.dev.bench;

import io.cascadian.dev.sandbox.Dataset;
import io.cascadian.markets.CategoryDefinitions;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.RowBinary;
import java.util.List;
import java.util.function.Predicate;

/** Inserts a simulated catalogue into the dimension tables, as reading it would. Used by one thread. */
final class CatalogueLoad {

  private static final List<String> EVENT_COLUMNS = List.of("event_id", "slug", "title", "category", "tags", "canonical_category", "neg_risk_market_id",
      "ends_at", "source", "revision", "is_deleted");
  private static final List<String> MARKET_COLUMNS = List.of("condition_id", "market_id", "event_id", "question", "slug", "outcomes", "question_id",
      "neg_risk_market_id", "question_index", "closed_at", "source", "revision", "is_deleted");
  private static final String SOURCE = "gamma";

  private final ClickHouse clickHouse;
  private final List<Dataset.Event> catalogue;
  private final CategoryDefinitions categories = CategoryDefinitions.builtIn();

  CatalogueLoad(ClickHouse clickHouse, List<Dataset.Event> catalogue) {
    this.clickHouse = clickHouse;
    this.catalogue = catalogue;
  }

  /**
   * Inserts events and their markets.
   *
   * @param asOf what ends later is still open, UTC seconds
   */
  void insert(long fence, long asOf, Predicate<Dataset.Event> which) {
    RowBinary events = new RowBinary();
    RowBinary markets = new RowBinary();
    catalogue.stream().filter(which).forEach(event -> {
      String group = event.negRiskMarketId() == null ? "" : digits(event.negRiskMarketId());
      events.string(event.id()).string(event.slug()).string(event.title()).nullableString(event.category()).strings(event.tags())
          .string(categories.categoryOf(event.category(), event.tags())).string(group).nullableDateTime(past(event.endsAt(), asOf)).string(SOURCE)
          .int64(fence).int8(0).endRow();
      for (int i = 0; i < event.markets().size(); i++) {
        Dataset.Market market = event.markets().get(i);
        markets.string(digits(market.conditionId())).string(market.id()).string(event.id()).string(market.question()).string(market.slug())
            .strings(market.outcomes()).string(digits(market.questionId())).string(group).nullableInt8(i).nullableDateTime(past(market.closedAt(), asOf))
            .string(SOURCE).int64(fence).int8(0).endRow();
      }
    });
    insert("events_dim", EVENT_COLUMNS, events);
    insert("markets_dim", MARKET_COLUMNS, markets);
  }

  private void insert(String table, List<String> columns, RowBinary rows) {
    if (rows.rows() > 0) {
      clickHouse.insert(table, columns, null, rows::writeTo);
    }
  }

  private static Long past(Long time, long asOf) {
    return time == null || time > asOf ? null : time;
  }

  private static String digits(String hash) {
    return hash.substring(2);
  }
}
