package io.cascadian.observe;

import io.cascadian.files.DiskSpace;
import io.cascadian.http.CallObserver;
import io.cascadian.source.MarketEventSource;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.PoolState;
import io.cascadian.store.Postgres;
import io.cascadian.store.StoreException;
import io.cascadian.store.StoreUnavailableException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Publishes the metrics of this process under {@code /observe/metrics}; {@code docs/metrics.md} lists them.
 *
 * <p>Names and units follow Prometheus' conventions; labels are bounded, see {@link BoundedLabels}. Thread-safe.
 */
public final class Metrics {

  static final String DISK_FREE = "cascadian.disk.free";
  static final String DISK_FREE_MEANING = "Bytes left to this process on the disk of a folder, or to ClickHouse on its disk";
  static final String DISK_SIZE = "cascadian.disk.size";
  static final String DISK_SIZE_MEANING = "Size of the disk";

  private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  public Metrics() {
    registry.config().meterFilter(new BoundedLabels());
  }

  /** Shows errors that did not happen yet as 0: an alert needs a zero before the first one, since a counter that starts at 1 has not grown. */
  public void expect(CountedErrors errors) {
    errors.types().forEach(type -> error(errors.component(), type, 0));
  }

  /** Returns the registry of all metrics of the process. */
  public MeterRegistry registry() {
    return registry;
  }

  /** Returns the current metrics in Prometheus' text format. */
  public String scrape() {
    return registry.scrape();
  }

  /**
   * Counts a failure.
   *
   * @param component what failed: {@code clickhouse}, {@code postgres}, {@code subgraph}, {@code chain}, …
   * @param type in a word, such as {@code unavailable}
   */
  public void error(String component, String type) {
    error(component, type, 1);
  }

  private void error(String component, String type, int count) {
    Counter.builder("cascadian.errors").description("Failures, including those that a retry corrected")
        .tag("component", component).tag("type", type).register(registry).increment(count);
  }

  /** Wraps a source so that its requests are counted. */
  public MarketEventSource metered(MarketEventSource source) {
    return new MeteredSource(source, this);
  }

  void pages(String stream, int pages, long records) {
    Counter.builder("cascadian.source.pages").description("Pages that the source answered").tag("stream", stream)
        .register(registry).increment(pages);
    Counter.builder("cascadian.source.records").description("Records on them, delivered again ones included").tag("stream", stream)
        .register(registry).increment(records);
  }

  /**
   * Measures calls to external services.
   *
   * @param client {@code source} for subgraphs and catalogue, {@code chain} for the node
   */
  public CallObserver calls(String client) {
    return (status, took) -> Timer.builder("cascadian.source.http.requests")
        .description("HTTP requests to external services, from the first byte sent to the last one read")
        .tag("client", client).tag("outcome", outcome(status)).register(registry).record(took);
  }

  private static String outcome(int status) {
    return status == 0 ? "no-answer" : status == 429 ? "rate-limited" : status / 100 + "xx";
  }

  /**
   * Counts the time that requests waited for our own rate limit.
   *
   * @param client as of {@link #calls}
   * @param seconds in all so far
   */
  public void rateLimit(String client, DoubleSupplier seconds) {
    FunctionCounter.builder("cascadian.source.rate.limit.wait", seconds, DoubleSupplier::getAsDouble).baseUnit("seconds")
        .description("Time that requests waited for the configured rate limit").tag("client", client).register(registry);
  }

  /** Publishes the failures and connections of both databases. */
  public void stores(ClickHouse clickHouse, Postgres postgres, Postgres interactivePostgres) {
    clickHouse.onFailure(this::clickHouseFailed);
    postgres.onFailure(failure -> failed("postgres", failure));
    interactivePostgres.onFailure(failure -> failed("postgres", failure));
    pool("clickhouse", clickHouse::pool);
    pool("postgres", postgres::pool);
    pool("postgres-http", interactivePostgres::pool);
  }

  /** Counts a failed call of ClickHouse, also of a client whose connections are not counted. */
  public void clickHouseFailed(StoreException failure) {
    failed("clickhouse", failure);
  }

  private void failed(String store, StoreException failure) {
    error(store, failure instanceof StoreUnavailableException ? "unavailable" : "rejected");
  }

  private void pool(String name, Supplier<PoolState> pool) {
    Map<String, ToDoubleFunction<PoolState>> states = Map.of("active", PoolState::active, "idle", PoolState::idle);
    states.forEach((state, value) -> Gauge.builder("cascadian.pool.connections", () -> value.applyAsDouble(pool.get()))
        .description("Pooled connections by state").tag("pool", name).tag("state", state).register(registry));
    Gauge.builder("cascadian.pool.connections.max", () -> pool.get().max()).description("Most connections that the pool may have")
        .tag("pool", name).register(registry);
    Gauge.builder("cascadian.pool.waiting", () -> pool.get().waiting()).description("Callers that wait for a connection")
        .tag("pool", name).register(registry);
  }

  /** Publishes the space on the disk of a folder; a folder that is not there yet is asked for by its nearest parent. */
  public void disk(String folder, Path path) {
    gauge(DISK_FREE, "bytes", DISK_FREE_MEANING, "folder", folder, () -> DiskSpace.of(path).freeBytes());
    gauge(DISK_SIZE, "bytes", DISK_SIZE_MEANING, "folder", folder, () -> DiskSpace.of(path).sizeBytes());
  }

  /** Publishes the version of the build. */
  public void build(String version) {
    Gauge.builder("cascadian.build.info", () -> 1).description("Always 1; the label is the version of the build")
        .tag("version", version.toLowerCase(java.util.Locale.ROOT)).register(registry);
  }

  /** Publishes one number without labels; NaN, which is not shown, stands for none. */
  public void gauge(String name, String unit, String meaning, Supplier<Number> value) {
    Gauge.builder(name, value).description(meaning).baseUnit(unit.isEmpty() ? null : unit).register(registry);
  }

  private void gauge(String name, String unit, String meaning, String label, String labelValue, Supplier<Number> value) {
    Gauge.builder(name, value).description(meaning).baseUnit(unit).tag(label, labelValue).register(registry);
  }
}
