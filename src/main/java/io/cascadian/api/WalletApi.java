package io.cascadian.api;

import io.cascadian.ledger.WalletPnl;
import io.cascadian.ledger.WalletPnls;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;

/** Answers the HTTP requests about wallets that {@code routes/api.camel.yaml} passes on. Thread-safe. */
public final class WalletApi {

  private static final Map<String, String> DEFINITIONS = Map.of(
      "realized_pnl_usd", "Realised P&L, after fees (wallet_realized_pnl_final)",
      "unrealized_pnl_usd", "Unrealised P&L (wallet_unrealized_pnl_v2)",
      "average_cost_pnl_usd", "Average-cost P&L over all conditions, resolved or not; not comparable with the others (wallet_average_cost_pnl)",
      "polymarket_pnl_usd", "All-time P&L as the profile on Polymarket has it: average-cost P&L, and what is held at its payout or last price; before fees (wallet_pnl_summary_final)",
      "total_pnl_usd", "realised + unrealised (wallet_pnl_summary_final)");

  private final WalletPnls pnls;

  public WalletApi(WalletPnls pnls) {
    this.pnls = pnls;
  }

  /** Answers {@code GET /api/wallets/{address}/pnl} with the published P&L of a wallet; amounts are exact decimal texts. */
  public void pnl(Exchange exchange) {
    String address = exchange.getMessage().getHeader("address", "", String.class);
    if (!address.matches("0x[0-9a-fA-F]{40}")) {
      throw new ApiProblem(400, "Bad wallet", "A wallet is 0x and 40 hex digits.");
    }
    WalletPnl pnl = pnls.of(address.toLowerCase(Locale.ROOT)).orElseThrow(() -> new ApiProblem(
        404, "No such wallet", "The published build has no events of this wallet."));
    Responses.send(exchange, 200, json(pnl));
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
