package io.cascadian.api;

import io.cascadian.watchlist.AutoPopulate;
import io.cascadian.watchlist.NameTakenException;
import io.cascadian.watchlist.NewStrategy;
import io.cascadian.watchlist.PopulateResult;
import io.cascadian.watchlist.RefusedException;
import io.cascadian.watchlist.Spelling;
import io.cascadian.watchlist.Strategies;
import io.cascadian.watchlist.Strategy;
import io.cascadian.watchlist.StrategyChange;
import io.cascadian.watchlist.WatchedMarket;
import io.cascadian.watchlist.Watchlist;
import io.cascadian.watchlist.WatchlistJson;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.Exchange;

/**
 * Answers the HTTP requests about strategies and their watchlists that {@code routes/api.camel.yaml} passes on.
 *
 * <p>Each method puts JSON and a status on the message or throws an exception that {@link Api#problem} answers. Thread-safe.
 */
public final class WatchlistApi {

  private static final int DEFAULT_LIMIT = 100;

  private final Strategies strategies;
  private final Watchlist watchlist;
  private final AutoPopulate autoPopulate;

  public WatchlistApi(Strategies strategies, Watchlist watchlist, AutoPopulate autoPopulate) {
    this.strategies = strategies;
    this.watchlist = watchlist;
    this.autoPopulate = autoPopulate;
  }

  /** Answers {@code GET /api/strategies} with a page of strategies, oldest first. */
  public void strategies(Exchange exchange) {
    int limit = Responses.number(exchange, "limit", DEFAULT_LIMIT, 1, Responses.MAX_LIMIT);
    int offset = Responses.number(exchange, "offset", 0, 0, Integer.MAX_VALUE);
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("strategies", strategies.list(limit, offset).stream().map(WatchlistApi::brief).toList());
    page.put("total", strategies.count());
    page.put("limit", limit);
    page.put("offset", offset);
    Responses.send(exchange, 200, page);
  }

  /** Answers {@code POST /api/strategies}: 201 with the new strategy; 409 when the name is taken. */
  public void create(Exchange exchange) {
    JsonBody body = JsonBody.of(exchange, Set.of("name", "active", "wallets", "categories"));
    NewStrategy wanted = asked(() -> new NewStrategy(body.text("name", null), body.flag("active", true), body.texts("wallets"), body.texts("categories")));
    Strategy created = strategies.create(wanted).orElseThrow(WatchlistApi::nameTaken);
    exchange.getMessage().setHeader("Location", "/api/strategies/" + created.id());
    Responses.send(exchange, 201, json(created));
  }

  /** Answers {@code GET /api/strategies/{id}} with a strategy, its wallets and its categories. */
  public void strategy(Exchange exchange) {
    Responses.send(exchange, 200, json(find(exchange)));
  }

  /** Answers {@code PATCH /api/strategies/{id}}: 200 with the changed strategy; 409 when the new name is taken. */
  public void change(Exchange exchange) {
    long id = id(exchange);
    JsonBody body = JsonBody.of(exchange, Set.of("name", "active", "wallets", "categories"));
    StrategyChange wanted = asked(() -> new StrategyChange(
        given(body, "name", name -> body.text(name, null)), given(body, "active", name -> body.flag(name, true)),
        given(body, "wallets", body::texts), given(body, "categories", body::texts)));
    try {
      Responses.send(exchange, 200, json(strategies.change(id, wanted).orElseThrow(WatchlistApi::unknown)));
    } catch (NameTakenException e) {
      throw nameTaken();
    }
  }

  private static <T> Optional<T> given(JsonBody body, String name, Function<String, T> value) {
    return body.has(name) ? Optional.of(value.apply(name)) : Optional.empty();
  }

  /** Answers {@code DELETE /api/strategies/{id}}: 204; deletes its watchlist as well. */
  public void delete(Exchange exchange) {
    if (!strategies.delete(id(exchange))) {
      throw unknown();
    }
    Responses.sendNothing(exchange);
  }

  /** Answers {@code GET /api/strategies/{id}/watchlist} with a page of its markets, the first added first. */
  public void watchlist(Exchange exchange) {
    int limit = Responses.number(exchange, "limit", DEFAULT_LIMIT, 1, Responses.MAX_LIMIT);
    int offset = Responses.number(exchange, "offset", 0, 0, Integer.MAX_VALUE);
    Strategy strategy = find(exchange);
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("strategy_id", strategy.id());
    page.put("watchlist", watchlist.page(strategy.id(), limit, offset).stream().map(WatchlistApi::json).toList());
    page.put("total", strategy.watched());
    page.put("limit", limit);
    page.put("offset", offset);
    Responses.send(exchange, 200, page);
  }

  /** Answers {@code POST /api/strategies/{id}/watchlist}: 201 with the new entry; 200 with an existing one. */
  public void add(Exchange exchange) {
    Strategy strategy = find(exchange);
    JsonBody body = JsonBody.of(exchange, Set.of("condition_id", "reason"));
    Watchlist.Added added = asked(() -> watchlist.add(
        strategy.id(), Spelling.condition(body.text("condition_id", null)), body.text("reason", "added by hand"))).orElseThrow(WatchlistApi::unknown);
    Responses.send(exchange, added.isNew() ? 201 : 200, json(added.market()));
  }

  /** Answers {@code DELETE /api/strategies/{id}/watchlist/{conditionId}}: 204, or 404 when the market is not on the list. */
  public void remove(Exchange exchange) {
    Strategy strategy = find(exchange);
    String condition = asked(() -> Spelling.condition(exchange.getMessage().getHeader("conditionId", String.class)));
    if (!watchlist.remove(strategy.id(), condition)) {
      throw new ApiProblem(404, "Not on the watchlist", "GET /api/strategies/" + strategy.id() + "/watchlist lists its markets.");
    }
    Responses.sendNothing(exchange);
  }

  /** Answers {@code POST /api/strategies/{id}/watchlist/populate}: 200 with the markets found and their origin; finding none is reported as a warning. */
  public void populate(Exchange exchange) {
    PopulateResult result = autoPopulate.autoPopulateWatchlist(id(exchange));
    if (result.status() == PopulateResult.Status.UNKNOWN_STRATEGY) {
      throw unknown();
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("strategy_id", result.strategyId());
    body.put("status", result.status().name().toLowerCase(Locale.ROOT));
    body.put("added", result.entries().stream().filter(PopulateResult.Entry::added).count());
    body.put("entries", result.entries().stream().map(WatchlistApi::json).toList());
    body.put("warnings", result.warnings());
    Responses.send(exchange, 200, body);
  }

  /** Answers {@code GET /api/strategies/{id}/watchlist/stream}: experimental; 501 until there are live prices to stream. */
  public void stream(Exchange exchange) {
    Strategy strategy = find(exchange);
    throw new ApiProblem(501, "Streaming is not implemented yet",
        "This endpoint is experimental. Use GET /api/strategies/" + strategy.id() + "/watchlist for polling.");
  }

  private Strategy find(Exchange exchange) {
    return strategies.find(id(exchange)).orElseThrow(WatchlistApi::unknown);
  }

  private static long id(Exchange exchange) {
    String id = exchange.getMessage().getHeader("id", String.class);
    if (id == null || !id.matches("\\d{1,18}")) {
      throw unknown();
    }
    return Long.parseLong(id);
  }

  private static ApiProblem nameTaken() {
    return new ApiProblem(409, "Name taken", "There is a strategy of that name; GET /api/strategies lists them.");
  }

  private static ApiProblem unknown() {
    return new ApiProblem(404, "No such strategy", "GET /api/strategies lists them.");
  }

  private static <T> T asked(Supplier<T> work) {
    try {
      return work.get();
    } catch (RefusedException e) {
      throw new ApiProblem(400, "Bad request", e.getMessage());
    }
  }

  private static Map<String, Object> brief(Strategy strategy) {
    return asGiven(WatchlistJson.brief(strategy), "name");
  }

  private static Map<String, Object> json(Strategy strategy) {
    return asGiven(WatchlistJson.strategy(strategy), "name");
  }

  private static Map<String, Object> json(WatchedMarket market) {
    return asGiven(WatchlistJson.market(market), "reason", "metadata");
  }

  private static Map<String, Object> json(PopulateResult.Entry entry) {
    return asGiven(WatchlistJson.entry(entry), "reason");
  }

  /** Marks fields that hold text from callers and markets, so that they are returned unchanged. */
  private static Map<String, Object> asGiven(Map<String, Object> json, String... fields) {
    for (String field : fields) {
      json.computeIfPresent(field, (name, value) -> new PublicText.Data(value));
    }
    return json;
  }
}
