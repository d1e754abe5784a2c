package io.cascadian.runtime;

import io.cascadian.exchange.Answers;
import io.cascadian.exchange.RouteClient;
import io.cascadian.graphql.StreamingGraphqlComponent;
import io.cascadian.health.HealthCheck;
import io.cascadian.http.OutboundHttpClient;
import io.cascadian.ingest.SourceCheck;
import io.cascadian.markets.GammaClient;
import io.cascadian.module.CheckContext;
import io.cascadian.module.CheckDescriptor;
import io.cascadian.module.CheckDescriptor.Need;
import io.cascadian.module.Components;
import io.cascadian.module.Contributions;
import io.cascadian.module.Module;
import io.cascadian.observe.CountedErrors;
import io.cascadian.observe.Metrics;
import io.cascadian.settings.SettingGroup;
import io.cascadian.source.ConfirmingSource;
import io.cascadian.source.MarketEventSource;
import io.cascadian.source.SourceRouter;
import io.cascadian.source.StreamDefinition;
import io.cascadian.source.chain.ChainOptions;
import io.cascadian.source.chain.ChainSource;
import io.cascadian.source.subgraph.SubgraphSource;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Wires the sources of events and of the catalogue: HTTP clients, rate limit and health checks. */
final class SourceModule implements Module {

  @Override
  public List<SettingGroup> settings() {
    return List.of(SourceSettings.GROUP, SandboxSettings.GROUP);
  }

  @Override
  public void contribute(Contributions to) {
    to.fromSettings(SourceSettings.class, SourceSettings::of);
    to.resource(SourceClients.class, on -> new SourceClients(on.get(SourceSettings.class), on.get(Metrics.class)));
    SourceClients.NAMES.forEach(name -> to.bean(name, OutboundHttpClient.class, on -> on.get(SourceClients.class).client(name)));
    to.bean("answers", Answers.class, on -> new Answers());
    to.part(GammaClient.class, on -> new GammaClient(on.get(RouteClient.class), on.get(Source.class).gammaUrl()));
    to.part(MarketEventSource.class, SourceModule::events);
    to.placeholders((settings, components) -> SourceClients.placeholders(settings, components.map(on -> on.get(Source.class)).orElse(null)));
    to.placeholders((settings, components) -> OptionalSubgraph.placeholders(settings,
        components.map(on -> on.get(Source.class).entities()).orElse(Set.of())));
    to.beforeRoutes((on, camel) -> {
      camel.addComponent(StreamingGraphqlComponent.NAME, new StreamingGraphqlComponent());
      on.get(RouteClient.class).connect(camel);
      camel.getManagementStrategy().addEventNotifier(on.get(SourceClients.class).waits());
    });
    to.add(CountedErrors.ofSource(StreamDefinition.SUBGRAPH));
    to.add(CountedErrors.ofSource(StreamDefinition.CHAIN));
    to.add(new CheckDescriptor("source", Need.SOURCE, settings -> true, SourceModule::sourceCheck));
    to.add(new CheckDescriptor("chain", Need.ROUTES_OF_SOURCES, settings -> settings.optional(SourceSettings.CHAIN_RPC_URL).isPresent(),
        SourceModule::chainCheck));
  }

  /** Returns the source of all streams: the subgraphs, and the chain if a node is configured. */
  private static MarketEventSource events(Components on) {
    SourceSettings settings = on.get(SourceSettings.class);
    RouteClient routes = on.get(RouteClient.class);
    Map<String, MarketEventSource> sources = new HashMap<>();
    sources.put(StreamDefinition.SUBGRAPH, new ConfirmingSource(new SubgraphSource(routes, settings.keyset())));
    settings.chain().ifPresent(chain -> sources.put(StreamDefinition.CHAIN, new ChainSource(routes, chain)));
    return on.get(Metrics.class).metered(new SourceRouter(sources));
  }

  private static HealthCheck sourceCheck(CheckContext on) {
    SourceSettings settings = SourceSettings.of(on.settings());
    StreamDefinition stream = new StreamDefinition("health", StreamDefinition.SUBGRAPH,
        on.sourceUrl() + "/subgraphs/" + settings.healthSubgraph() + "/gn", "_meta", List.of("id"), "id", "token", "");
    return new SourceCheck(SubgraphSource.probe(on.routes()), stream, settings.maxAgeWarning(), settings.maxAgeCritical(), Clock.systemUTC());
  }

  private static HealthCheck chainCheck(CheckContext on) {
    SourceSettings settings = SourceSettings.of(on.settings());
    ChainOptions chain = settings.chain().orElseThrow();
    return SourceCheck.ofChain(ChainSource.probe(on.routes(), chain),
        new StreamDefinition("health", StreamDefinition.CHAIN, chain.endpoint(), "head", List.of(), "timestamp", "fill", ""),
        settings.maxAgeWarning(), settings.maxAgeCritical(), Clock.systemUTC());
  }
}
