package io.cascadian.runtime;

import io.cascadian.api.HealthApi;
import io.cascadian.exchange.RouteClient;
import io.cascadian.health.CheckRegistry;
import io.cascadian.health.Health;
import io.cascadian.health.HealthCheck;
import io.cascadian.health.checks.ApiCheck;
import io.cascadian.health.checks.ClickHouseCheck;
import io.cascadian.health.checks.ClickHouseTablesCheck;
import io.cascadian.health.checks.PostgresCheck;
import io.cascadian.health.history.HealthHistory;
import io.cascadian.ingest.SourceCheck;
import io.cascadian.nightly.StreamsCheck;
import io.cascadian.resolution.ResolutionFreshnessCheck;
import io.cascadian.resolution.ResolutionIntegrityCheck;
import io.cascadian.resolution.ResolutionMaps;
import io.cascadian.settings.Settings;
import io.cascadian.source.StreamDefinition;
import io.cascadian.source.subgraph.SubgraphSource;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The checks that the rooms contribute, the reports, and their history; on connections that nothing else uses. */
final class HealthRoom implements AutoCloseable {

  /** Tables without which there is no answer to give. */
  private static final List<String> REQUIRED_TABLES = List.of(
      "trades_raw", "wallet_resolution_outcomes", "wallet_category_pnl", "markets_dim", "events_dim", "condition_market_map");
  private static final List<String> OWN_ENDPOINTS = List.of("/observe/health/live", "/api/nightly/runs", "/api/strategies");

  private final CheckRegistry checks;
  private final Health health;
  private final HealthHistory history;
  private final StoreProbes stores;

  private HealthRoom(CheckRegistry checks, Settings settings, StoreProbes stores) {
    this.checks = checks;
    this.stores = stores;
    this.health = new Health(checks, settings.duration(HealthSettings.HEALTH_TIMEOUT));
    this.history = new HealthHistory(stores.postgres(), (int) settings.number(HealthSettings.HEALTH_HISTORY_KEPT));
    health.typicalMillis(history::typicalMillis);
  }

  /**
   * Of a service: each report is kept.
   *
   * @param routes through which the source is asked
   */
  static HealthRoom ofService(Settings settings, StoreProbes stores, String sourceUrl, RouteClient routes, Chain chain,
      Supplier<Optional<String>> ownUrl) {
    CheckRegistry checks = new CheckRegistry()
        .add(sourceCheck(settings, routes, sourceUrl)).addAll(chain.checks()).addAll(storeChecks(settings, stores)).add(apiCheck(ownUrl));
    HealthRoom room = new HealthRoom(checks, settings, stores);
    room.history.refresh();
    room.health.onReport(room.history::keep);
    return room;
  }

  static SourceCheck sourceCheck(Settings settings, RouteClient routes, String sourceUrl) {
    StreamDefinition stream = new StreamDefinition("health", StreamDefinition.SUBGRAPH,
        sourceUrl + "/subgraphs/" + settings.text(SourceSettings.SOURCE_HEALTH_SUBGRAPH) + "/gn", "_meta", List.of("id"), "id", "token", "");
    return new SourceCheck(SubgraphSource.probe(routes), stream,
        settings.duration(SourceSettings.SOURCE_MAX_AGE_WARNING), settings.duration(SourceSettings.SOURCE_MAX_AGE_CRITICAL), Clock.systemUTC());
  }

  static List<HealthCheck> storeChecks(Settings settings, StoreProbes stores) {
    List<HealthCheck> resolution = resolutionChecks(settings, new ResolutionMaps(stores.clickHouse(), stores.postgres()));
    return List.of(new ClickHouseCheck(stores.clickHouse()), new ClickHouseTablesCheck(stores.clickHouse(), REQUIRED_TABLES),
        new PostgresCheck(stores.postgres()), resolution.get(0), resolution.get(1),
        new StreamsCheck(stores.postgres(), StepWorks.KINDS));
  }

  static List<HealthCheck> resolutionChecks(Settings settings, ResolutionMaps maps) {
    return List.of(
        new ResolutionFreshnessCheck(maps, settings.duration(ResolutionSettings.RESOLUTION_MAX_AGE_WARNING),
            settings.duration(ResolutionSettings.RESOLUTION_MAX_AGE_CRITICAL), Clock.systemUTC()),
        new ResolutionIntegrityCheck(maps, settings.number(ResolutionSettings.RESOLUTION_MIN_RESOLVED)));
  }

  static ApiCheck apiCheck(Supplier<Optional<String>> ownUrl) {
    return new ApiCheck(ownUrl, OWN_ENDPOINTS);
  }

  Health health() {
    return health;
  }

  /** Other rooms contribute here. */
  CheckRegistry checks() {
    return checks;
  }

  /** What routes call by name, and what readiness asks. */
  Map<String, Object> beans() {
    Map<String, Object> beans = new LinkedHashMap<>();
    beans.put("health", health);
    beans.put("healthApi", new HealthApi(history));
    beans.put("storesReady", new StoreReadiness(health));
    return beans;
  }

  @Override
  public void close() {
    health.close();
    history.close();
    stores.close();
  }
}
