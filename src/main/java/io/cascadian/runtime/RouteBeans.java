package io.cascadian.runtime;

import io.cascadian.api.Api;
import io.cascadian.api.ApiServerFactory;
import io.cascadian.api.AutoAddApi;
import io.cascadian.api.Contract;
import io.cascadian.api.CronApi;
import io.cascadian.api.DeadLetterApi;
import io.cascadian.api.HealthApi;
import io.cascadian.api.MarketApi;
import io.cascadian.api.PublicText;
import io.cascadian.api.RoutesApi;
import io.cascadian.api.RunHistoryApi;
import io.cascadian.api.WalletApi;
import io.cascadian.api.WatchlistApi;
import io.cascadian.exchange.Answers;
import io.cascadian.exchange.DeadLetterPages;
import io.cascadian.health.Health;
import io.cascadian.http.OutboundHttpClient;
import io.cascadian.ledger.Ledger;
import io.cascadian.markets.MarketLookups;
import io.cascadian.markets.MarketUpdate;
import io.cascadian.nightly.GateJudge;
import io.cascadian.nightly.IngestSteps;
import io.cascadian.nightly.Nightly;
import io.cascadian.nightly.RunLockRepository;
import io.cascadian.nightly.RunSummary;
import io.cascadian.nightly.Steps;
import io.cascadian.resolution.ResolutionFiles;
import io.cascadian.resolution.ResolutionInbox;
import io.cascadian.schedule.Schedule;
import io.cascadian.store.ClickHouse;
import io.cascadian.watchlist.SignalWallets;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import javax.sql.DataSource;

/**
 * What routes may call by name, so that {@code routes validate} knows without opening any store. A test compares it with what the running
 * service binds.
 */
final class RouteBeans {

  static final Map<String, Class<?>> TYPES = Map.ofEntries(
      Map.entry("answers", Answers.class),
      Map.entry("api", Api.class),
      Map.entry("autoAddApi", AutoAddApi.class),
      Map.entry("chainHttpClient", OutboundHttpClient.class),
      Map.entry("chainProbeHttpClient", OutboundHttpClient.class),
      Map.entry("clickHouseClient", ClickHouse.class),
      Map.entry("clickhouse", DataSource.class),
      Map.entry("contract", Contract.class),
      Map.entry("cronApi", CronApi.class),
      Map.entry("deadLetterApi", DeadLetterApi.class),
      Map.entry("deadLetterPages", DeadLetterPages.class),
      Map.entry("dropFolder", DropFolderStrategy.class),
      Map.entry("gateJudge", GateJudge.class),
      Map.entry("gates", Gates.class),
      Map.entry("gammaHttpClient", OutboundHttpClient.class),
      Map.entry("goldskyHttpClient", OutboundHttpClient.class),
      Map.entry("goldskyProbeHttpClient", OutboundHttpClient.class),
      Map.entry("health", Health.class),
      Map.entry("healthApi", HealthApi.class),
      Map.entry("httpServerFactory", ApiServerFactory.class),
      Map.entry("ingestSteps", IngestSteps.class),
      Map.entry("ledger", Ledger.class),
      Map.entry("marketApi", MarketApi.class),
      Map.entry("marketLookups", MarketLookups.class),
      Map.entry("marketUpdate", MarketUpdate.class),
      Map.entry("metricsRegistry", PrometheusMeterRegistry.class),
      Map.entry("nightly", Nightly.class),
      Map.entry("notifyHttpClient", OutboundHttpClient.class),
      Map.entry("postgres", DataSource.class),
      Map.entry("publicText", PublicText.class),
      Map.entry("resolutionFiles", ResolutionFiles.class),
      Map.entry("resolutionInbox", ResolutionInbox.class),
      Map.entry("routesApi", RoutesApi.class),
      Map.entry("runHistoryApi", RunHistoryApi.class),
      Map.entry("runLock", RunLockRepository.class),
      Map.entry("runSummary", RunSummary.class),
      Map.entry("schedule", Schedule.class),
      Map.entry("signalWallets", SignalWallets.class),
      Map.entry("steps", Steps.class),
      Map.entry("storesReady", StoreReadiness.class),
      Map.entry("walletApi", WalletApi.class),
      Map.entry("watchlistApi", WatchlistApi.class));

  private RouteBeans() {}
}
