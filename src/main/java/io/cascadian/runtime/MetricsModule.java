package io.cascadian.runtime;

import io.cascadian.module.Components;
import io.cascadian.module.Contributions;
import io.cascadian.module.Module;
import io.cascadian.observe.ClickHouseDisks;
import io.cascadian.observe.CountedErrors;
import io.cascadian.observe.MetricQuery;
import io.cascadian.observe.Metrics;
import io.cascadian.observe.RecordedState;
import io.cascadian.settings.Settings;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.ClickHouseClients;
import io.cascadian.store.Postgres;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Optional;

/** Wires the metrics of this process and those that are read from Postgres. */
final class MetricsModule implements Module {

  /** Timeout of the query for disk space, whose failures are not counted as failed statements. */
  private static final Duration DISK_QUERY_TIMEOUT = Duration.ofSeconds(5);

  @Override
  public void contribute(Contributions to) {
    to.part(Metrics.class, on -> metrics(on, to));
    // Camel looks the registry up by this name and adds its own metrics
    to.bean("metricsRegistry", PrometheusMeterRegistry.class, on -> (PrometheusMeterRegistry) on.get(Metrics.class).registry());
    to.resource(RecordedState.class, on -> new RecordedState(on.get(Postgres.class), on.get(Metrics.class).registry(), to.all(MetricQuery.class)));
    to.resource(ClickHouseDisks.class, on ->
        new ClickHouseDisks(ClickHouseClients.to(on.get(ClickHouse.class).settings().within(DISK_QUERY_TIMEOUT)), on.get(Metrics.class).registry()));
    to.start(on -> {
      on.get(RecordedState.class).start();
      on.get(ClickHouseDisks.class).start();
    });
  }

  private static Metrics metrics(Components on, Contributions to) {
    Settings settings = on.get(Settings.class);
    Metrics metrics = new Metrics();
    to.all(CountedErrors.class).forEach(metrics::expect);
    metrics.build(Optional.ofNullable(MetricsModule.class.getPackage().getImplementationVersion()).orElse("development"));
    metrics.disk("data", settings.path(StoreSettings.DATA_DIR));
    metrics.disk("logs", settings.path(ServiceSettings.LOG_DIR));
    metrics.disk("runtime", settings.path(ServiceSettings.RUNTIME_DIR));
    Stores stores = on.get(Stores.class);
    metrics.stores(stores.clickHouse(), stores.postgres(), stores.interactivePostgres());
    stores.interactiveClickHouse().onFailure(metrics::clickHouseFailed);
    return metrics;
  }
}
