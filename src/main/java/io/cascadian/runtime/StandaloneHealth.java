package io.cascadian.runtime;

import io.cascadian.exchange.StandaloneRoutes;
import io.cascadian.health.CheckRegistry;
import io.cascadian.health.Health;
import io.cascadian.health.HealthReport;
import io.cascadian.health.checks.UnopenedCheck;
import io.cascadian.health.history.HealthHistory;
import io.cascadian.module.CheckContext;
import io.cascadian.module.CheckDescriptor;
import io.cascadian.module.CheckDescriptor.Need;
import io.cascadian.observe.Metrics;
import io.cascadian.settings.Settings;
import io.cascadian.store.EmbeddedDatabases;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates a health report in a process without a service.
 *
 * <p>It creates and migrates nothing in the databases, so it works while they are down; a part that cannot be started is a critical entry of the report.
 * All waits share one deadline.
 */
final class StandaloneHealth {

  private static final Logger LOG = LoggerFactory.getLogger(StandaloneHealth.class);
  /** Limit of the whole report; of the documented half minute a second is left for the start of the program. */
  private static final Duration WHOLE = Duration.ofSeconds(29);
  /** Part of it for the running service, which needs longer only where a database or the source does not answer. */
  private static final Duration SERVICE = Duration.ofSeconds(8);
  /** Part of it for starting the embedded databases and the sandbox, in parallel. */
  private static final Duration START = Duration.ofSeconds(10);
  /** Part of it, at the end, for reading the usual duration of reports from Postgres. */
  private static final Duration TYPICAL = Duration.ofSeconds(2);
  /** Limit of the first start, which downloads the embedded databases and shows its progress. */
  private static final Duration FIRST_START = Duration.ofMinutes(5);
 
  private StandaloneHealth() {}

  /** Holds an opened part, or the problem that prevented it. */
  private record Opened<T>(T value, String problem) {}

  static Inspections.MadeReport take(Settings settings, boolean direct) {
    Deadline whole = Deadline.in(WHOLE);
    Path dataDir = settings.path(StoreSettings.DATA_DIR);
    Optional<RunningService> service = direct ? Optional.empty() : RunningService.find(dataDir).filter(running -> running.url() != null && running.given() != null);
    if (service.isEmpty()) {
      return new Inspections.MadeReport(take(settings, dataDir, whole.left(WHOLE)), Optional.empty(), List.of());
    }
    SettingsComparison compared = SettingsComparison.of(settings, service.get().given());
    if (compared.contrary().isEmpty()) {
      Optional<HealthReport> report = ServiceHealth.request(service.get().url(), SERVICE);
      if (report.isPresent()) {
        return new Inspections.MadeReport(report.get(), Optional.of(service.get().url()), compared.absent());
      }
    }
    return new Inspections.MadeReport(take(settings, dataDir, whole.left(WHOLE)), Optional.empty(), compared.contrary());
  }

  private static HealthReport take(Settings settings, Path dataDir, Duration left) {
    Progress progress = new Progress();
    boolean ownClickHouse = settings.optional(StoreSettings.CLICKHOUSE_URL).isEmpty();
    boolean ownPostgres = settings.optional(StoreSettings.DATABASE_URL).isEmpty();
    boolean first = (ownClickHouse || ownPostgres) && !DeveloperKit.databases(settings).existIn(dataDir);
    if (first) {
      progress.accept("first use of " + dataDir + ": the embedded databases are fetched and unpacked, which may take some minutes …");
    }
    return take(settings, first ? FIRST_START : START, first ? FIRST_START.plus(WHOLE) : left,
        () -> ownClickHouse || ownPostgres ? DeveloperKit.databases(settings).open(dataDir, ownClickHouse, ownPostgres, Stores.ports(settings), progress) : null,
        () -> Source.open(settings, progress));
  }

  /**
   * Creates a report with parts that are opened first.
   *
   * @param openingTimeout limit for opening both parts
   * @param whole limit for the whole report
   */
  static HealthReport take(Settings settings, Duration openingTimeout, Duration whole, Callable<EmbeddedDatabases> stores, Callable<Source> sources) {
    Deadline deadline = Deadline.in(whole);
    Deadline opening = Deadline.in(openingTimeout);
    FutureTask<EmbeddedDatabases> starting = begin("the embedded databases", stores);
    FutureTask<Source> finding = begin("the source", sources);
    try (SourceClients clients = new SourceClients(SourceSettings.of(settings), new Metrics())) {
      FutureTask<StandaloneRoutes> loading = begin("the routes of sources", () -> SourceRoutes.start(settings, clients));
      Opened<EmbeddedDatabases> embedded = await("the embedded databases", starting, opening);
      Opened<Source> source = await("the source", finding, opening);
      Opened<StandaloneRoutes> routes = await("the routes of sources", "correct the file, see: cascadian routes validate", loading, opening);
      return report(settings, embedded, source, routes, deadline);
    }
  }

  private static HealthReport report(
      Settings settings, Opened<EmbeddedDatabases> embedded, Opened<Source> source, Opened<StandaloneRoutes> routes, Deadline deadline) {
    Path dataDir = settings.path(StoreSettings.DATA_DIR);
    try {
      StoreProbes stores = embedded.problem() == null ? Stores.probes(settings, embedded.value()) : null;
      CheckContext context = new CheckContext(settings, stores == null ? null : stores.clickHouse(), stores == null ? null : stores.postgres(),
          routes.problem() == null ? routes.value().client() : null, source.problem() == null ? source.value().url() : null,
          () -> RunningService.find(dataDir).map(RunningService::url));
      Map<Need, String> problems = new EnumMap<>(Need.class);
      if (routes.problem() != null) {
        problems.put(Need.ROUTES_OF_SOURCES, routes.problem());
        problems.put(Need.SOURCE, routes.problem());
      }
      if (source.problem() != null) {
        problems.put(Need.SOURCE, source.problem());
      }
      if (embedded.problem() != null) {
        problems.put(Need.STORES, embedded.problem());
      }
      CheckRegistry checks = new CheckRegistry();
      Modules.contributions().all(CheckDescriptor.class).stream().filter(check -> check.isUsed().test(settings)).forEach(check ->
          checks.add(problems.containsKey(check.needs()) ? new UnopenedCheck(check.name(), problems.get(check.needs())) : check.make(context)));
      return report(settings, checks, stores, deadline);
    } finally {
      if (routes.value() != null) {
        routes.value().close();
      }
      if (source.value() != null) {
        source.value().close();
      }
      if (embedded.value() != null) {
        embedded.value().close();
      }
    }
  }

  private static HealthReport report(Settings settings, CheckRegistry checks, StoreProbes stores, Deadline deadline) {
    Duration left = deadline.left(HealthSettings.of(settings).timeout().plus(TYPICAL)).minus(TYPICAL);
    try (Health health = new Health(checks, left.isNegative() ? Duration.ZERO : left)) {
      if (stores == null) {
        return whole(health.report(), deadline);
      }
      try (stores; HealthHistory history = new HealthHistory(stores.postgres(), HealthSettings.of(settings).retained())) {
        Future<?> typical = history.refresh();
        health.typicalMillis(() -> history.typicalMillis(typical, deadline.left(TYPICAL)));
        return whole(health.report(), deadline);
      }
    }
  }

  /** Adds the time before the checks to the report's duration. */
  private static HealthReport whole(HealthReport report, Deadline deadline) {
    return new HealthReport(
        Instant.now().minus(deadline.elapsed()), report.overall(), deadline.elapsed().toMillis(), report.typicalMs(), report.checks());
  }

  private static <T> FutureTask<T> begin(String what, Callable<T> opening) {
    FutureTask<T> task = new FutureTask<>(opening);
    Thread thread = new Thread(task, "opening " + what);
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  private static <T> Opened<T> await(String what, FutureTask<T> task, Deadline deadline) {
    return await(what, "check DATA_DIR and the settings", task, deadline);
  }

  /** @param advice what to do when the part cannot be started */
  private static <T> Opened<T> await(String what, String advice, FutureTask<T> task, Deadline deadline) {
    try {
      return new Opened<>(task.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS), null);
    } catch (TimeoutException e) {
      return new Opened<>(null, what + " could not be started within " + deadline.elapsed().toSeconds() + " s; try again, and check the log if it persists");
    } catch (ExecutionException e) {
      LOG.debug("Details", e);
      return new Opened<>(null, what + " cannot be started: " + e.getCause().getMessage() + "; " + advice);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Opened<>(null, "interrupted; try again");
    }
  }
}
