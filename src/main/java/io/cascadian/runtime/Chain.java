package io.cascadian.runtime;

import io.cascadian.exchange.RouteClient;
import io.cascadian.health.HealthCheck;
import io.cascadian.ingest.SourceCheck;
import io.cascadian.settings.Settings;
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
final class Chain {

  private final Settings settings;
  private final RouteClient routes;
  private final Optional<ChainOptions> options;

  /** @param routes through which the node is asked */
  Chain(Settings settings, RouteClient routes) {
    this.settings = settings;
    this.routes = routes;
    this.options = options(settings);
  }

  private static Optional<ChainOptions> options(Settings settings) {
    return settings.optional(SourceSettings.CHAIN_RPC_URL).map(url -> ChainOptions.of(url,
        Set.of(settings.text(SourceSettings.CHAIN_EXCHANGES).split("\\s*,\\s*")), settings.text(SourceSettings.CHAIN_ORDER_FILLED_TOPIC),
        settings.number(SourceSettings.CHAIN_FROM_BLOCK)));
  }

  /** What streams of the chain name as their endpoint; empty where no node is configured. */
  Optional<String> endpoint() {
    return options.map(ChainOptions::endpoint);
  }

  /** The source of all streams: the chain's from here, the others from there. */
  MarketEventSource beside(MarketEventSource subgraphs) {
    return new SourceRouter(options.<Map<String, MarketEventSource>>map(chain -> Map.of(
        StreamDefinition.SUBGRAPH, subgraphs, StreamDefinition.CHAIN, new ChainSource(routes, chain)))
        .orElse(Map.of(StreamDefinition.SUBGRAPH, subgraphs)));
  }

  /** Whether the node answers and how old its newest block is; nothing where none is configured. */
  List<HealthCheck> checks() {
    return options.<List<HealthCheck>>map(chain -> List.of(SourceCheck.ofChain(ChainSource.probe(routes, chain),
        new StreamDefinition("health", StreamDefinition.CHAIN, chain.endpoint(), "head", List.of(), "timestamp", "fill", ""),
        settings.duration(SourceSettings.SOURCE_MAX_AGE_WARNING), settings.duration(SourceSettings.SOURCE_MAX_AGE_CRITICAL), Clock.systemUTC())))
        .orElse(List.of());
  }
}
