package io.cascadian.runtime;

import io.cascadian.health.HealthCheck;
import io.cascadian.http.HttpCaller;
import io.cascadian.http.HttpLimits;
import io.cascadian.http.RateLimiter;
import io.cascadian.http.RetryPolicy;
import io.cascadian.ingest.SourceCheck;
import io.cascadian.observe.Metrics;
import io.cascadian.source.MarketEventSource;
import io.cascadian.source.SourceRouter;
import io.cascadian.source.StreamDefinition;
import io.cascadian.source.chain.ChainOptions;
import io.cascadian.source.chain.ChainSource;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The node of the chain that fills of era V2 are read from, where one is configured. */
final class Chain implements AutoCloseable {

  private final Settings settings;
  private final Optional<ChainOptions> options;
  private final HttpCaller http;
  private final HttpCaller probes;

  Chain(Settings settings, Metrics metrics) {
    this.settings = settings;
    this.options = settings.optional(Setting.CHAIN_RPC_URL).map(url -> ChainOptions.of(url,
        Set.of(settings.text(Setting.CHAIN_EXCHANGES).split("\\s*,\\s*")), settings.text(Setting.CHAIN_ORDER_FILLED_TOPIC),
        settings.number(Setting.CHAIN_FROM_BLOCK)));
    // limited also beside the sandbox, which is not
    RateLimiter rate = new RateLimiter((int) settings.number(Setting.SOURCE_RATE_LIMIT), settings.duration(Setting.SOURCE_RATE_WINDOW));
    this.http = new HttpCaller(HttpLimits.usual(), rate, metrics.calls("chain"));
    this.probes = new HttpCaller(HttpLimits.usual().within(SourceClients.PROBE_LIMIT), rate);
  }

  /** What streams of the chain name as their endpoint; empty where no node is configured. */
  Optional<String> endpoint() {
    return options.map(ChainOptions::endpoint);
  }

  /** The source of all streams: the chain's from here, the others from there. */
  MarketEventSource beside(MarketEventSource subgraphs) {
    return new SourceRouter(options.<Map<String, MarketEventSource>>map(chain -> Map.of(
        StreamDefinition.SUBGRAPH, subgraphs, StreamDefinition.CHAIN, new ChainSource(http, RetryPolicy.usual(), chain)))
        .orElse(Map.of(StreamDefinition.SUBGRAPH, subgraphs)));
  }

  /** Whether the node answers and how old its newest block is; nothing where none is configured. */
  List<HealthCheck> checks() {
    return options.<List<HealthCheck>>map(chain -> List.of(SourceCheck.ofChain(new ChainSource(probes, RetryPolicy.none(), chain),
        new StreamDefinition("health", StreamDefinition.CHAIN, chain.endpoint(), "head", List.of(), "timestamp", "fill", ""),
        settings.duration(Setting.SOURCE_MAX_AGE_WARNING), settings.duration(Setting.SOURCE_MAX_AGE_CRITICAL), Clock.systemUTC())))
        .orElse(List.of());
  }

  @Override
  public void close() {
    http.close();
    probes.close();
  }
}
