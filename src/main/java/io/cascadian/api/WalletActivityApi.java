package io.cascadian.api;

import io.cascadian.ingest.WalletActivity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;

/** Answers the HTTP requests about rewards and transfers of wallets that {@code routes/api.camel.yaml} passes on. Thread-safe. */
public final class WalletActivityApi {

  private final WalletActivity activity;

  public WalletActivityApi(WalletActivity activity) {
    this.activity = activity;
  }

  /** Answers {@code GET /api/wallets/{address}/rewards} with the rewards and rebates of a wallet by kind; amounts are exact decimal texts. */
  public void rewards(Exchange exchange) {
    String wallet = wallet(exchange);
    WalletActivity.Rewards rewards = activity.rewards(wallet);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("wallet", wallet);
    json.put("available", rewards.available());
    json.put("total_usd", text(rewards.usd()));
    json.put("rewards", rewards.kinds().stream().map(WalletActivityApi::json).toList());
    Responses.sendData(exchange, json);
  }

  private static Map<String, Object> json(WalletActivity.Reward reward) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kind", reward.kind());
    json.put("payments", reward.payments());
    json.put("amount_usd", text(reward.usd()));
    json.put("first_at", text(reward.firstAt()));
    json.put("last_at", text(reward.lastAt()));
    return json;
  }

  /** Answers {@code GET /api/wallets/{address}/transfers} with the shares that a wallet received and gave without a trade. */
  public void transfers(Exchange exchange) {
    String wallet = wallet(exchange);
    WalletActivity.Transfers transfers = activity.transfers(wallet);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("wallet", wallet);
    json.put("available", transfers.available());
    json.put("transfers_in", transfers.in());
    json.put("transfers_out", transfers.out());
    json.put("shares_in", text(transfers.sharesIn()));
    json.put("shares_out", text(transfers.sharesOut()));
    json.put("first_at", text(transfers.firstAt()));
    json.put("last_at", text(transfers.lastAt()));
    Responses.sendData(exchange, json);
  }

  private static String wallet(Exchange exchange) {
    String address = exchange.getMessage().getHeader("address", "", String.class);
    if (!address.matches("0x[0-9a-fA-F]{40}")) {
      throw new ApiProblem(400, "Bad wallet", "A wallet is 0x and 40 hex digits.");
    }
    return address.toLowerCase(Locale.ROOT);
  }

  private static String text(BigDecimal amount) {
    return amount.setScale(6, RoundingMode.UNNECESSARY).toPlainString();
  }

  private static String text(Instant time) {
    return time == null ? null : time.toString();
  }
}
