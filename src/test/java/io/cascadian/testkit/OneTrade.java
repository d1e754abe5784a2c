package io.cascadian.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A resolved market with one trade, and the settings of a service that reads it from the sandbox.
 *
 * @param usd what {@link #MAKER} paid, in micro-USDC
 * @param shares what it bought of the first outcome, in millionths
 * @param payouts numerators of the two outcomes, such as {@code 1,0}
 */
public record OneTrade(long usd, long shares, String payouts) {

  public static final String CONDITION = "00000000000000000000000000000000000000000000000000000000000000aa";
  public static final String MAKER = "0x1111111111111111111111111111111111111111";

  private static final String FEED = """
      {"record":"entity","subgraph":"orderbook-subgraph","entity":"OrderFilledEvent","block":80000000,"object":{"id":"0xaa_0xbb",\
      "transactionHash":"0xaa","timestamp":"1760000000","orderHash":"0xbb","maker":"%s",\
      "taker":"0x2222222222222222222222222222222222222222","makerAssetId":"0","takerAssetId":"77","makerAmountFilled":"%s",\
      "takerAmountFilled":"%s","fee":"0"}}
      {"record":"event","id":"1","slug":"example","title":"Example","tags":["Anything"],"created_at":1750000000}
      {"record":"market","event_id":"1","id":"2","condition_id":"0x%s",\
      "question":"Will it?","outcomes":["Yes","No"],"token_ids":["77","78"]}
      {"record":"token","block":80000000,"token_id":"77","condition_id":"0x%s","outcome_index":0}
      {"record":"condition","block":80000000,"condition_id":"0x%s","token_ids":["77","78"],"payout_numerators":[%s]}
      """;

  /**
   * Writes the feed, and returns the settings of a service with all its files in a folder.
   *
   * @param databases settings of the databases; none for embedded ones of its own
   */
  public Map<String, String> environment(Path folder, Map<String, String> databases) throws IOException {
    Map<String, String> environment = new HashMap<>(databases);
    environment.put("SANDBOX_FEED",
        Files.writeString(folder.resolve("feed.jsonl"),
            String.format(Locale.ROOT, FEED, MAKER, Long.toString(usd), Long.toString(shares), CONDITION, CONDITION, CONDITION, payouts)).toString());
    environment.put("DATA_DIR", folder.resolve("data").toString());
    environment.put("RUNTIME_DIR", folder.resolve("runtime").toString());
    environment.put("DROP_DIR", folder.resolve("drop").toString());
    environment.put("LOG_DIR", folder.resolve("logs").toString());
    environment.put("HTTP_PORT", "0");
    environment.put("RESOLUTION_MIN_RESOLVED", "0");
    return environment;
  }
}
