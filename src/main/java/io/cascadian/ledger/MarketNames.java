package io.cascadian.ledger;

import io.cascadian.publish.PublishedBuild;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.Sql;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the names that the catalogue has for tokens and conditions.
 *
 * <p>Answers, also that something is unknown, are cached until the next publication, for what was asked for last: runs read the catalogue before they publish.
 * Thread-safe.
 */
public final class MarketNames {

  /** Entries of each kind that are cached: some ten megabytes. */
  private static final int CACHED = 20_000;

  private final ClickHouse clickHouse;
  private final BuildCache<Outcome> outcomes = new BuildCache<>(CACHED);
  private final BuildCache<Market> markets = new BuildCache<>(CACHED);

  /** Describes which outcome of which condition a token stands for; 0-based. */
  public record Outcome(String conditionId, int index) {}

  /**
   * Describes a market of the catalogue.
   *
   * @param outcomes labels by outcome index
   * @param eventTitle null where the event is unknown
   * @param category canonical category of the event
   */
  public record Market(String question, List<String> outcomes, String eventTitle, String category) {

    /** Returns the label of an outcome; null where the catalogue has none. */
    public String outcome(int index) {
      return index < outcomes.size() ? outcomes.get(index) : null;
    }
  }

  private record Event(String title, String category) {}

  public MarketNames(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
  }

  /**
   * Returns what tokens stand for, by token; those that are not known are left out.
   *
   * @param published the build that readers see now
   */
  public Map<String, Outcome> outcomes(PublishedBuild published, Collection<String> tokens) {
    return outcomes.get(published, tokens, unknown -> {
      Map<String, Outcome> found = new HashMap<>();
      clickHouse.forEach(Sql.load("ledger/outcomes-of-tokens"), Map.of("tokens", unknown.stream().map(BigInteger::new).toList()),
          row -> found.put(row.getString("token"), new Outcome(row.getString("condition_id"), row.getShort("outcome_index"))));
      return found;
    });
  }

  /**
   * Returns the markets of conditions, by condition; those that the catalogue does not have are left out.
   *
   * @param published the build that readers see now
   */
  public Map<String, Market> markets(PublishedBuild published, Collection<String> conditions) {
    return markets.get(published, conditions, this::readMarkets);
  }

  private Map<String, Market> readMarkets(List<String> conditions) {
    record Row(String condition, String question, List<String> outcomes, String event) {}

    List<Row> rows = clickHouse.query(Sql.load("ledger/names-of-markets"), Map.of("conditions", conditions),
        row -> new Row(row.getString("condition_id"), row.getString("question"), row.getList("outcomes"), row.getString("event")));
    List<String> names = rows.stream().map(Row::event).filter(name -> !name.isEmpty()).distinct().toList();
    Map<String, Event> events = new HashMap<>();
    if (!names.isEmpty()) {
      List<Map.Entry<String, Event>> bySlug = new ArrayList<>();
      List<Map.Entry<String, Event>> byId = new ArrayList<>();
      clickHouse.forEach(Sql.load("ledger/names-of-events"), Map.of("events", names), row -> {
        Event event = new Event(row.getString("title"), row.getString("category"));
        bySlug.add(Map.entry(row.getString("slug"), event));
        byId.add(Map.entry(row.getString("event_id"), event));
      });
      bySlug.forEach(entry -> events.put(entry.getKey(), entry.getValue()));
      byId.forEach(entry -> events.put(entry.getKey(), entry.getValue()));
    }
    Map<String, Market> found = new HashMap<>();
    rows.forEach(row -> {
      Event event = events.get(row.event);
      found.put(row.condition, new Market(row.question, row.outcomes, event == null ? null : event.title,
          event == null || event.category.isEmpty() ? "Uncategorized" : event.category));
    });
    return found;
  }
}
