package io.cascadian.cli;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.Sql;
import io.cascadian.store.StoreException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Names conditions by the questions of their markets, so that a person need not look up each id. */
final class MarketTitles {

  /** Condition ids are sent in the address of a request, which is limited. */
  private static final int PORTION = 1000;

  private final Map<String, String> titles;

  private MarketTitles(Map<String, String> titles) {
    this.titles = titles;
  }

  /** Reads those of some conditions; where ClickHouse cannot be asked all are empty, and the error stream reports it. */
  static MarketTitles of(Collection<String> conditionIds, ClickHouse clickHouse) {
    Map<String, String> titles = new HashMap<>();
    List<String> distinct = conditionIds.stream().distinct().toList();
    try {
      for (int from = 0; from < distinct.size(); from += PORTION) {
        List<String> portion = distinct.subList(from, Math.min(from + PORTION, distinct.size()));
        clickHouse.forEach(Sql.load("markets/titles"), Map.of("conditions", "['" + String.join("','", portion) + "']"),
            row -> titles.put(row.getString(1), row.getString(2)));
      }
    } catch (StoreException e) {
      System.err.println("The questions of the markets are left out: " + e.getMessage());
    }
    return new MarketTitles(titles);
  }

  /** Returns a market's question; empty when the catalogue does not have the market. */
  String of(String conditionId) {
    return titles.getOrDefault(conditionId, "");
  }

  /** Adds the question as {@code question} behind the condition's id, null when it is not known; returns the object. */
  Map<String, Object> addTo(Map<String, Object> json, String conditionId) {
    json.put("question", titles.get(conditionId));
    return json;
  }
}
