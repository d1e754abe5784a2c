package io.cascadian.runtime;

import io.cascadian.settings.Form;
import io.cascadian.settings.Setting;
import io.cascadian.settings.SettingGroup;
import io.cascadian.settings.Settings;
import io.cascadian.source.chain.ChainOptions;
import io.cascadian.source.subgraph.Keyset;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Holds the settings of the sources of events.
 *
 * @param url base URL of the subgraphs; empty for the sandbox
 * @param rateWindow sliding window of the rate limit
 * @param rateLimitIsGiven whether the limit is set explicitly
 * @param keyset form of the keyset pagination query
 * @param healthSubgraph the subgraph whose newest block the health check reads
 * @param maxAgeWarning age of the newest block from which health warns, {@code maxAgeCritical} from which it is critical
 * @param chainUrl URL of the chain's JSON-RPC node, with its key; empty when none is configured
 * @param chain contracts, topic and first block to read; empty without a node
 */
public record SourceSettings(Optional<URI> url, Duration rateWindow, boolean rateLimitIsGiven, String apiKey, Keyset keyset, String healthSubgraph,
    Duration maxAgeWarning, Duration maxAgeCritical, Optional<URI> chainUrl, Optional<ChainOptions> chain) {

  public static final SettingGroup GROUP = new SettingGroup("Sources of events");

  private static final Form SUBGRAPH = Form.matching("`name/version`, or URL", Pattern.compile("[A-Za-z0-9._-]+/[A-Za-z0-9._-]+|https?://[^\\s/?#'@]+/[^\\s?#'@]*"),
      "is neither a subgraph's name and version, such as name/1.0.0, nor the URL of a deployment");

  public static final Setting SOURCE_URL = GROUP.add("SOURCE_URL", Form.HTTP_URL, null,
      "base URL of the subgraph endpoints, without /subgraphs; without it the sandbox of the developer kit is the source");
  public static final Setting SOURCE_API_KEY = GROUP.add("SOURCE_API_KEY", Form.SECRET, "", "bearer key of private subgraph endpoints");
  public static final Setting GAMMA_URL = GROUP.add("GAMMA_URL", Form.HTTP_URL, null,
      "base URL of the market catalogue API; required when SOURCE_URL is set");
  public static final Setting SOURCE_RATE_LIMIT = GROUP.number("SOURCE_RATE_LIMIT", 1, 100_000, "50",
      "maximum number of requests to one source host per SOURCE_RATE_WINDOW; for a higher rate set a shorter window");
  public static final Setting SOURCE_RATE_WINDOW = GROUP.duration("SOURCE_RATE_WINDOW", "100ms", "1h", "10s", "sliding window of SOURCE_RATE_LIMIT");
  public static final Setting SOURCE_KEYSET = GROUP.add("SOURCE_KEYSET", Form.choice("or", "two-phase"), "or",
      "form of the keyset pagination query: or, or two-phase for subgraph servers that are slow at 'or' filters");
  public static final Setting SOURCE_HEALTH_SUBGRAPH = GROUP.add("SOURCE_HEALTH_SUBGRAPH", Form.TEXT, "orderbook-subgraph/0.0.1",
      "subgraph whose newest block the health check reads");
  public static final Setting RESOLUTION_TIMES_SUBGRAPH = GROUP.add("RESOLUTION_TIMES_SUBGRAPH", SUBGRAPH, null,
      "subgraph whose Condition has resolutionTimestamp: name and version below SOURCE_URL, or the URL of a deployment elsewhere; without it the times at which"
          + " conditions were resolved on chain are not read");
  public static final Setting REWARDS_SUBGRAPH = GROUP.add("REWARDS_SUBGRAPH", SUBGRAPH, null,
      "subgraph with the rewards and rebates of wallets, in the same form; without it they are not read");
  public static final Setting TRANSFERS_SUBGRAPH = GROUP.add("TRANSFERS_SUBGRAPH", SUBGRAPH, null,
      "subgraph with the transfers of shares between wallets, in the same form; without it they are not read");
  public static final Setting SOURCE_MAX_AGE_WARNING = GROUP.duration("SOURCE_MAX_AGE_WARNING", "1s", "100000d", "15m",
      "age of the source's newest block from which health warns");
  public static final Setting SOURCE_MAX_AGE_CRITICAL = GROUP.duration("SOURCE_MAX_AGE_CRITICAL", "1s", "100000d", "6h",
      "age of the source's newest block from which health is critical");
  public static final Setting CHAIN_RPC_URL = GROUP.add("CHAIN_RPC_URL", Form.SECRET_URL, null,
      "URL of the chain's JSON-RPC node, with its key; without it the stream of era V2 is disabled, which each run reports");
  public static final Setting CHAIN_EXCHANGES = GROUP.add("CHAIN_EXCHANGES", Form.matching("addresses",
      Pattern.compile("0x[0-9a-fA-F]{40}(\\s*,\\s*0x[0-9a-fA-F]{40})*"), "is not a list of addresses, 0x and 40 hex digits, with commas"),
      "0xE111180000d2663C0091e4f400237545B87B996B,0xe2222d279d744050d28e00520010520000310F59",
      "addresses of the exchange contracts of era V2, separated by commas");
  public static final Setting CHAIN_ORDER_FILLED_TOPIC = GROUP.add("CHAIN_ORDER_FILLED_TOPIC",
      Form.matching("`0x` and 64 hex digits", Pattern.compile("0x[0-9a-fA-F]{64}"), "is not 0x and 64 hex digits"), ChainOptions.ORDER_FILLED_TOPIC,
      "first topic of their OrderFilled log, the Keccak-256 of its signature");
  public static final Setting CHAIN_FROM_BLOCK = GROUP.number("CHAIN_FROM_BLOCK", 1, 1_000_000_000_000L, "84902353", "first block that is read from the chain");

  static {
    GROUP.rule((settings, problems) -> {
      if (settings.optional(SOURCE_URL).isPresent() && settings.optional(GAMMA_URL).isEmpty()) {
        problems.add("GAMMA_URL is required when SOURCE_URL is set: markets, events and categories are read from there");
      }
    }).ordered(SOURCE_MAX_AGE_WARNING, SOURCE_MAX_AGE_CRITICAL);
  }

  static SourceSettings of(Settings settings) {
    Optional<String> chainUrl = settings.optional(CHAIN_RPC_URL);
    return new SourceSettings(settings.optional(SOURCE_URL).map(URI::create), settings.duration(SOURCE_RATE_WINDOW), settings.isGiven(SOURCE_RATE_LIMIT), settings.text(SOURCE_API_KEY),
        settings.text(SOURCE_KEYSET).equals("or") ? Keyset.OR : Keyset.TWO_PHASE, settings.text(SOURCE_HEALTH_SUBGRAPH),
        settings.duration(SOURCE_MAX_AGE_WARNING), settings.duration(SOURCE_MAX_AGE_CRITICAL), chainUrl.map(URI::create),
        chainUrl.map(url -> ChainOptions.of(url, Set.of(settings.text(CHAIN_EXCHANGES).split("\\s*,\\s*")),
            settings.text(CHAIN_ORDER_FILLED_TOPIC), settings.number(CHAIN_FROM_BLOCK))));
  }
}
