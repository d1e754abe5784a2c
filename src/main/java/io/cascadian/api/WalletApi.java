package io.cascadian.api;

import io.cascadian.ledger.MarketNames;
import io.cascadian.ledger.WalletConditions;
import io.cascadian.ledger.WalletEvents;
import io.cascadian.ledger.WalletPnl;
import io.cascadian.ledger.WalletPnls;
import io.cascadian.publish.PublishedBuild;
import io.cascadian.publish.PublishedBuilds;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Exchange;

/** Answers the HTTP requests about wallets that {@code routes/api.camel.yaml} passes on. Thread-safe. */
public final class WalletApi {

  private static final Map<String, String> DEFINITIONS = Map.of(
      "realized_pnl_usd", "Realised P&L, after fees (wallet_realized_pnl_final)",
      "unrealized_pnl_usd", "Unrealised P&L (wallet_unrealized_pnl_v2)",
      "average_cost_pnl_usd", "Average-cost P&L over all conditions, resolved or not; not comparable with the others (wallet_average_cost_pnl)",
      "polymarket_pnl_usd", "All-time P&L as the profile on Polymarket has it: average-cost P&L, and what is held at its payout or last price; before fees (wallet_pnl_summary_final)",
      "total_pnl_usd", "realised + unrealised (wallet_pnl_summary_final)");

  private static final int DEFAULT_LIMIT = 50;
  /** A page costs some milliseconds for each hundred. */
  private static final int MAX_LIMIT = 200;
  private static final Pattern CONDITION_PLACE = Pattern.compile("(\\d{1,18}) (\\d{1,18}) ([0-9a-f]{64})");
  private static final Pattern EVENT_PLACE = Pattern.compile("(\\d{1,10}) ([0-9A-F]{0,400}) (\\d{1,78})");

  private final PublishedBuilds builds;
  private final WalletPnls pnls;
  private final WalletConditions conditions;
  private final WalletEvents events;
  private final MarketNames names;

  public WalletApi(PublishedBuilds builds, WalletPnls pnls, WalletConditions conditions, WalletEvents events, MarketNames names) {
    this.builds = builds;
    this.pnls = pnls;
    this.conditions = conditions;
    this.events = events;
    this.names = names;
  }

  /** Answers {@code GET /api/wallets/{address}/pnl} with the published P&L of a wallet; amounts are exact decimal texts. */
  public void pnl(Exchange exchange) {
    WalletPnl pnl = pnls.of(wallet(exchange)).orElseThrow(WalletApi::unknown);
    Responses.sendData(exchange, json(pnl));
  }

  /** Answers {@code GET /api/wallets/{address}/conditions} with a page of what a wallet did and earned by condition, last active first. */
  public void conditions(Exchange exchange) {
    String wallet = wallet(exchange);
    int limit = Responses.number(exchange, "limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
    WalletConditions.Place after = PageCursor.parts("c " + wallet, text(exchange, "cursor"), CONDITION_PLACE)
        .map(parts -> new WalletConditions.Place(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2)), parts.group(3))).orElse(null);
    WalletConditions.Page page = conditions.page(wallet, after, limit).orElseThrow(() -> new ApiProblem(
        410, "The list has expired", "It was of a build that is not retained any longer; omit 'cursor' to begin with the first page of the published one."));
    if (after == null && page.conditions().isEmpty()) {
      throw unknown();
    }
    Map<String, MarketNames.Market> markets = names.markets(
        after == null ? page.build() : builds.current(), page.conditions().stream().map(WalletConditions.Condition::id).toList());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("wallet", wallet);
    json.put("conditions", page.conditions().stream().map(condition -> json(condition, markets.get(condition.id()))).toList());
    json.put("limit", limit);
    WalletConditions.Place next = page.next();
    json.put("next", next == null ? null : PageCursor.of("c " + wallet, next.build(), next.at(), next.condition()));
    json.put("as_of", asOf(page.build()));
    Responses.sendData(exchange, json);
  }

  /** Answers {@code GET /api/wallets/{address}/events} with a page of a wallet's trades, splits, merges, redemptions and conversions, newest first. */
  public void events(Exchange exchange) {
    String wallet = wallet(exchange);
    int limit = Responses.number(exchange, "limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
    WalletEvents.Place before = PageCursor.parts("e " + wallet, text(exchange, "cursor"), EVENT_PLACE)
        .map(parts -> new WalletEvents.Place(Math.min(Long.parseLong(parts.group(1)), WalletEvents.Place.NEWEST.at()), parts.group(2), token(parts.group(3))))
        .orElse(WalletEvents.Place.NEWEST);
    PublishedBuild build = builds.current();
    WalletEvents.Page page = events.page(wallet, before, limit);
    if (page.events().isEmpty() && page.next() == null && before.equals(WalletEvents.Place.NEWEST)) {
      throw unknown();
    }
    Map<String, MarketNames.Outcome> outcomes = names.outcomes(
        build, page.events().stream().filter(event -> event.tokenId().signum() > 0).map(event -> event.tokenId().toString()).toList());
    Map<String, MarketNames.Market> markets = names.markets(build, Stream.concat(page.events().stream().map(WalletEvents.Event::conditionId),
        outcomes.values().stream().map(MarketNames.Outcome::conditionId)).filter(condition -> !condition.isEmpty()).distinct().toList());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("wallet", wallet);
    json.put("events", page.events().stream().map(event -> json(event, outcomes.get(event.tokenId().toString()), markets)).toList());
    json.put("limit", limit);
    WalletEvents.Place next = page.next();
    json.put("next", next == null ? null : PageCursor.of("e " + wallet, next.at(), next.key(), next.token()));
    json.put("as_of", asOf(build));
    Responses.sendData(exchange, json);
  }

  private static String wallet(Exchange exchange) {
    String address = exchange.getMessage().getHeader("address", "", String.class);
    if (!address.matches("0x[0-9a-fA-F]{40}")) {
      throw new ApiProblem(400, "Bad wallet", "A wallet is 0x and 40 hex digits.");
    }
    return address.toLowerCase(Locale.ROOT);
  }

  private static String text(Exchange exchange, String name) {
    return exchange.getMessage().getHeader(name, String.class);
  }

  private static ApiProblem unknown() {
    return new ApiProblem(404, "No such wallet", "The published build has no events of this wallet.");
  }

  /** Returns a token id of a cursor; one that is too large for the database precedes none. */
  private static BigInteger token(String digits) {
    BigInteger token = new BigInteger(digits);
    return token.bitLength() > 256 ? BigInteger.ZERO : token;
  }

  private static Map<String, Object> asOf(PublishedBuild build) {
    Map<String, Object> asOf = new LinkedHashMap<>();
    asOf.put("source_time", build.sourceTime());
    asOf.put("published_at", build.publishedAt().toString());
    return asOf;
  }

  private static Map<String, Object> json(WalletConditions.Condition condition, MarketNames.Market market) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("condition_id", condition.id());
    json.put("question", market == null ? null : market.question());
    json.put("event_title", market == null ? null : market.eventTitle());
    json.put("category", market == null ? "Uncategorized" : market.category());
    json.put("is_resolved", condition.realizedUsd() != null);
    json.put("won", condition.won());
    json.put("realized_pnl_usd", usd(condition.realizedUsd()));
    json.put("gross_pnl_usd", usd(condition.grossUsd()));
    json.put("fees_usd", usd(condition.feesUsd()));
    json.put("cashflow_usd", usd(condition.cashflowUsd()));
    json.put("payout_value_usd", usd(condition.payoutUsd()));
    json.put("trades", condition.trades());
    json.put("first_event_at", text(condition.firstEventAt()));
    json.put("last_event_at", text(condition.lastEventAt()));
    json.put("outcomes", condition.outcomes().stream().map(outcome -> json(outcome, market)).toList());
    return json;
  }

  private static Map<String, Object> json(WalletConditions.Outcome outcome, MarketNames.Market market) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("outcome_index", outcome.index());
    json.put("outcome", market == null ? null : market.outcome(outcome.index()));
    json.put("net_shares", usd(outcome.netShares()));
    json.put("bought_shares", usd(outcome.boughtShares()));
    json.put("sold_shares", usd(outcome.soldShares()));
    json.put("bought_usd", usd(outcome.boughtUsd()));
    json.put("sold_usd", usd(outcome.soldUsd()));
    json.put("average_price_usd", usd(outcome.averagePrice()));
    json.put("average_cost_pnl_usd", usd(outcome.averageCostUsd()));
    return json;
  }

  private static Map<String, Object> json(WalletEvents.Event event, MarketNames.Outcome outcome, Map<String, MarketNames.Market> markets) {
    boolean isTrade = event.tokenId().signum() > 0 || !event.role().equals("NONE");
    String condition = outcome != null ? outcome.conditionId() : event.conditionId().isEmpty() ? null : event.conditionId();
    MarketNames.Market market = condition == null ? null : markets.get(condition);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("event_id", event.eventId());
    json.put("time", text(event.time()));
    json.put("kind", event.kind());
    json.put("condition_id", condition);
    json.put("neg_risk_market_id", event.negRiskMarketId().isEmpty() ? null : event.negRiskMarketId());
    json.put("question", market == null ? null : market.question());
    json.put("event_title", market == null ? null : market.eventTitle());
    json.put("token_id", isTrade ? event.tokenId().toString() : null);
    json.put("outcome_index", outcome == null ? null : outcome.index());
    json.put("outcome", outcome == null || market == null ? null : market.outcome(outcome.index()));
    json.put("role", isTrade ? event.role() : null);
    json.put("shares", event.kind().equals("REDEMPTION") ? null : usd(event.shares()));
    json.put("usd", isTrade || event.kind().equals("REDEMPTION") ? usd(event.usd()) : null);
    json.put("fee_shares", isTrade ? usd(event.feeShares()) : null);
    json.put("fee_usd", isTrade ? usd(event.feeUsd()) : null);
    json.put("tx_hash", event.txHash());
    return json;
  }

  private static Map<String, Object> json(WalletPnl pnl) {
    Map<String, Object> realized = new LinkedHashMap<>();
    realized.put("gross_pnl_usd", usd(pnl.realized().grossUsd()));
    realized.put("fees_usd", usd(pnl.realized().feesUsd()));
    realized.put("gain_usd", usd(pnl.realized().gainUsd()));
    realized.put("loss_usd", usd(pnl.realized().lossUsd()));
    realized.put("redemption_gap_usd", usd(pnl.realized().redemptionGapUsd()));
    realized.put("resolved_conditions", pnl.realized().resolvedConditions());
    realized.put("profitable_conditions", pnl.realized().profitableConditions());
    realized.put("losing_conditions", pnl.realized().losingConditions());
    realized.put("incomplete_conditions", pnl.realized().incompleteConditions());
    realized.put("history_complete_pct", pnl.realized().historyCompletePct());
    realized.put("trades", pnl.realized().trades());
    realized.put("last_trade_at", text(pnl.realized().lastTradeAt()));
    Map<String, Object> unrealized = new LinkedHashMap<>();
    unrealized.put("known_unrealized_pnl_usd", usd(pnl.unrealized().knownUsd()));
    unrealized.put("open_conditions", pnl.unrealized().openConditions());
    unrealized.put("holdings", pnl.unrealized().holdings());
    unrealized.put("unpriced_holdings", pnl.unrealized().unpricedHoldings());
    unrealized.put("uncosted_holdings", pnl.unrealized().uncostedHoldings());
    unrealized.put("oldest_price_at", text(pnl.unrealized().oldestPriceAt()));
    Map<String, Object> asOf = new LinkedHashMap<>();
    asOf.put("source_time", pnl.sourceTime());
    asOf.put("published_at", pnl.publishedAt().toString());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("wallet", pnl.wallet());
    json.put("realized_pnl_usd", usd(pnl.realizedUsd()));
    json.put("unrealized_pnl_usd", usd(pnl.unrealizedUsd()));
    json.put("total_pnl_usd", usd(pnl.totalUsd()));
    json.put("average_cost_pnl_usd", usd(pnl.averageCostUsd()));
    json.put("polymarket_pnl_usd", usd(pnl.polymarketUsd()));
    json.put("realized", realized);
    json.put("unrealized", unrealized);
    json.put("as_of", asOf);
    json.put("definitions", DEFINITIONS);
    return json;
  }

  private static String usd(BigDecimal amount) {
    return amount == null ? null : amount.setScale(6, RoundingMode.UNNECESSARY).toPlainString();
  }

  private static String text(Instant time) {
    return time == null ? null : time.toString();
  }
}
