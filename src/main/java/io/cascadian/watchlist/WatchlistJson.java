package io.cascadian.watchlist;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/** Describes strategies and their markets as plain values, by the field names that the HTTP interface and the command line share. */
public final class WatchlistJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private WatchlistJson() {}

  /** Returns a strategy without what it tracks, for lists. */
  public static Map<String, Object> brief(Strategy strategy) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", strategy.id());
    json.put("name", strategy.name());
    json.put("active", strategy.active());
    json.put("wallet_count", strategy.wallets().size());
    json.put("watchlist_size", strategy.watched());
    json.put("created_at", strategy.createdAt().toString());
    json.put("updated_at", strategy.updatedAt().toString());
    return json;
  }

  /** Returns a strategy with its wallets and categories. */
  public static Map<String, Object> strategy(Strategy strategy) {
    Map<String, Object> json = brief(strategy);
    json.put("wallets", strategy.wallets());
    json.put("categories", strategy.categories());
    return json;
  }

  /** Returns an entry of a watchlist. */
  public static Map<String, Object> market(WatchedMarket market) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("condition_id", market.conditionId());
    json.put("source", market.source().label());
    json.put("reason", market.reason());
    try {
      json.put("metadata", JSON.readValue(market.metadata(), Map.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("metadata of a watched market is stored as something that is not JSON", e);
    }
    json.put("added_at", market.addedAt().toString());
    return json;
  }

  /** Returns what filling a list found. */
  public static Map<String, Object> entry(PopulateResult.Entry entry) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("condition_id", entry.conditionId());
    json.put("source", entry.source().label());
    json.put("reason", entry.reason());
    json.put("added", entry.added());
    return json;
  }
}
