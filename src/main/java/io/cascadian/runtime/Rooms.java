package io.cascadian.runtime;

import io.cascadian.api.Api;
import io.cascadian.api.DeadLetterApi;
import io.cascadian.api.MarketApi;
import io.cascadian.exchange.DeadLetterPages;
import io.cascadian.exchange.DeadLetterSender;
import io.cascadian.exchange.ExchangeReplay;
import io.cascadian.exchange.RouteClient;
import io.cascadian.health.Health;
import io.cascadian.ingest.ComparisonOptions;
import io.cascadian.ingest.Contracts;
import io.cascadian.ingest.History;
import io.cascadian.ingest.Ingest;
import io.cascadian.ingest.IngestOptions;
import io.cascadian.ingest.Replay;
import io.cascadian.ingest.Rollback;
import io.cascadian.ingest.StoredStreams;
import io.cascadian.ledger.Ledger;
import io.cascadian.markets.CatalogueLimits;
import io.cascadian.markets.CategoryDefinitions;
import io.cascadian.markets.DimensionSeed;
import io.cascadian.markets.GammaClient;
import io.cascadian.markets.MarketCatalogue;
import io.cascadian.markets.MarketLookups;
import io.cascadian.markets.MarketUpdate;
import io.cascadian.markets.MissingMarkets;
import io.cascadian.nightly.Fences;
import io.cascadian.nightly.GateJudge;
import io.cascadian.nightly.IngestSteps;
import io.cascadian.nightly.LastGates;
import io.cascadian.nightly.Maintenance;
import io.cascadian.nightly.Nightly;
import io.cascadian.nightly.RunLedger;
import io.cascadian.nightly.RunLock;
import io.cascadian.nightly.RunLockRepository;
import io.cascadian.nightly.RunSummary;
import io.cascadian.nightly.StepRecorder;
import io.cascadian.nightly.Steps;
import io.cascadian.observe.Metrics;
import io.cascadian.resolution.DimensionFiles;
import io.cascadian.resolution.DropFolder;
import io.cascadian.resolution.ResolutionFiles;
import io.cascadian.resolution.ResolutionInbox;
import io.cascadian.resolution.ResolutionMaps;
import io.cascadian.source.ConfirmingSource;
import io.cascadian.source.MarketEventSource;
import io.cascadian.source.SandboxHistory;
import io.cascadian.source.subgraph.Keyset;
import io.cascadian.source.subgraph.SubgraphSource;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.DeadLetters;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.Postgres;
import io.cascadian.store.StepResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;

/**
 * Every room's services, put together by the settings: the one place that knows who needs whom.
 *
 * <p>Longer than other classes because it is a list. Closing it closes what it opened, in the opposite order.
 */
public final class Rooms implements AutoCloseable {

  private final OpenParts opened;
  private final Instance instance = Instance.create();
  private final RouteClient routes = new RouteClient();
  private final Stores stores;
  private final Source source;
  private final SourceClients clients;
  private final Notifications notifications;
  private final Chain chain;
  private final Observability observability;
  private final HealthRoom healthRoom;
  private final StepRecorder stepRecorder;
  private final Maintenance maintenance;
  private final Nightly nightly;
  private final Scheduling scheduling;
  private final Ledger ledger;
  private final History history;
  private final Rollback rollback;
  private final StoredStreams storedStreams;
  private final Replay replay;
  private final Watchlists watchlists;
  private final Map<String, Object> beans = new LinkedHashMap<>();

  private Rooms(Settings settings, PrintStream console, OpenParts opened, NamedFiles files, Stores stores, Source source,
      Supplier<Optional<String>> ownUrl) {
    this.opened = opened;
    this.stores = stores;
    this.source = source;
    ClickHouse clickHouse = stores.clickHouse();
    Postgres postgres = stores.postgres();
    DeadLetters deadLetters = new DeadLetters(postgres, new DeadLetterSender(routes));
    observability = opened.add(new Observability(settings));
    Metrics metrics = observability.metrics();
    clients = opened.add(new SourceClients(settings, metrics));
    notifications = opened.add(new Notifications(settings));
    chain = new Chain(settings, routes);
    Keyset keyset = settings.text(Setting.SOURCE_KEYSET).equals("or") ? Keyset.OR : Keyset.TWO_PHASE;

    CategoryDefinitions categories = files.categories();
    GammaClient gamma = new GammaClient(routes, source.gammaUrl());
    MarketLookups lookups = new MarketLookups(
        gamma, clickHouse, postgres, deadLetters, categories, settings.path(Setting.RUNTIME_DIR), Clock.systemUTC());
    MarketUpdate markets = new MarketUpdate(new MarketCatalogue(
        gamma, clickHouse, deadLetters, categories, CatalogueLimits.within(settings.duration(Setting.GAMMA_TIME_LIMIT))), lookups);
    Contracts contracts = files.contracts();
    MarketEventSource events =
        metrics.metered(chain.beside(new ConfirmingSource(new SubgraphSource(routes, keyset))));
    IngestOptions reading = IngestOptions.of(settings.number(Setting.SOURCE_CONFIRMATIONS)).withMaxRejected(
        settings.number(Setting.INGEST_MAX_REJECTED)).withMaxRejectedPercent((int) settings.number(Setting.INGEST_MAX_REJECTED_PERCENT)).withRequests(
            (int) settings.number(Setting.INGEST_PAGES_PER_REQUEST), (int) settings.number(Setting.INGEST_PARALLEL_REQUESTS));
    ComparisonOptions comparison =
        ComparisonOptions.of(settings.duration(Setting.INGEST_OVERLAP), settings.number(Setting.INGEST_MAX_TOMBSTONES));
    Ingest ingest = new Ingest(routes, events, clickHouse, postgres, deadLetters, contracts, reading, comparison);
    history = new History(events, clickHouse, postgres, deadLetters, contracts, reading, comparison);
    rollback = new Rollback(clickHouse, postgres, Clock.systemUTC());
    storedStreams = new StoredStreams(postgres);
    replay = new Replay(clickHouse, deadLetters, contracts, new ExchangeReplay(routes));
    ResolutionMaps maps = new ResolutionMaps(clickHouse, postgres);
    ResolutionInbox inbox = new ResolutionInbox(settings.path(Setting.DROP_DIR));
    source.dropResolutionMap(inbox.folder());
    ledger = new Ledger(clickHouse, postgres, (int) settings.number(Setting.LEDGER_KEPT_BUILDS));
    watchlists = opened.add(new Watchlists(settings, stores));
    StoreProbes probes = stores.probes();
    healthRoom = opened.add(HealthRoom.ofService(settings, probes, source.url(), routes, chain, ownUrl));
    Health health = healthRoom.health();
    observability.watch(stores, health);

    RunLedger runs = new RunLedger(postgres, settings.duration(Setting.RUN_RESUME_WITHIN));
    RunLock lock = new RunLock(postgres, stores::dedicatedPostgresConnection, new Fences(postgres, probes.clickHouse()),
        "process " + instance.name());
    stepRecorder = new StepRecorder(runs, StepWorks.KINDS);
    RunSummary summary = new RunSummary(routes, console);
    maintenance = new Maintenance(runs, lock, summary);
    scheduling = new Scheduling(settings, instance, postgres, runs, lock, summary);
    observability.watch(scheduling.schedule());
    beans.putAll(scheduling.beans());
    beans.putAll(stores.beans());
    beans.putAll(clients.beans());
    beans.putAll(notifications.beans());
    beans.put("deadLetterPages", new DeadLetterPages(postgres));
    // where Camel looks for it and puts its own metrics
    beans.put("metricsRegistry", metrics.registry());
    beans.put("runLock", new RunLockRepository(lock));
    nightly = new Nightly(runs, lock, summary, postgres, StepWorks.KINDS);
    beans.put("nightly", nightly);
    beans.put("steps", new Steps(health, console));
    Gates gates = new Gates(settings, clickHouse, maps, ledger::checkedUpTo, new LastGates(postgres)::failed);
    beans.put("gates", gates);
    beans.put("gateJudge", new GateJudge(gates::names, ledger::judged));
    beans.put("runSummary", summary);
    beans.put("marketUpdate", markets);
    beans.put("marketLookups", lookups);
    beans.put("ledger", ledger);
    beans.put("signalWallets", watchlists.signals());
    beans.put("ingestSteps", new IngestSteps(ingest, source.url(), chain.endpoint()));
    beans.put("resolutionInbox", inbox);
    beans.put("resolutionFiles",
        new ResolutionFiles(inbox.failedFolder(), maps, dimensionFiles(new DimensionSeed(clickHouse, deadLetters, categories)), postgres));
    DropFolder dropFolder = new DropFolder(settings.path(Setting.DROP_DIR), inbox.folder());
    observability.watch(dropFolder);
    beans.put("dropFolder", new DropFolderStrategy(dropFolder));
    beans.put("marketApi", new MarketApi(new MissingMarkets(clickHouse, postgres)));
    beans.put("api", new Api(health, runs, settings.optional(Setting.API_TOKEN)));
    beans.putAll(watchlists.beans());
    beans.putAll(healthRoom.beans());
    beans.putAll(HttpInterface.beans(settings, stores));
    beans.put("deadLetterApi", new DeadLetterApi(deadLetters, replay, maintenance));
    // before what they ask
    opened.add(observability);
    opened.add(routes);
  }

  /**
   * Opens the stores and the source, brings the schemas up to date, and puts the rooms together.
   *
   * @param console for what a person is to read: reports and summaries
   * @param ownUrl of the HTTP server of this process, when it has one
   */
  public static Rooms open(Settings settings, PrintStream console, Supplier<Optional<String>> ownUrl) {
    Progress progress = new Progress();
    DeveloperKit.requireForUnset(settings);
    NamedFiles files = NamedFiles.read(settings);
    // like these: a feed that cannot be served costs no start of databases
    Optional<SandboxHistory> feed = Source.feed(settings, progress);
    OpenParts opened = new OpenParts();
    try {
      Stores stores = opened.add(Stores.open(settings, progress));
      stores.migrate();
      Source source = opened.add(Source.open(settings, progress, feed));
      return new Rooms(settings, console, opened, files, stores, source, ownUrl);
    } catch (RuntimeException | Error e) {
      opened.closeAfter(e);
      throw e;
    }
  }

  /** Hands lists that arrive in the resolution room's folder over to the catalogue's room. */
  private static DimensionFiles dimensionFiles(DimensionSeed seed) {
    return new DimensionFiles() {
      @Override
      public StepResult markets(InputStream in, FenceGuard guard) throws IOException {
        return seed.markets(in, guard);
      }

      @Override
      public StepResult events(InputStream in, FenceGuard guard) throws IOException {
        return seed.events(in, guard);
      }
    };
  }

  /** What routes call by name. */
  Map<String, Object> beans() {
    return beans;
  }

  /** Sends exchanges to the routes of this process; connected when they are started. */
  RouteClient routes() {
    return routes;
  }

  SourceClients clients() {
    return clients;
  }

  Observability observability() {
    return observability;
  }

  StepRecorder stepRecorder() {
    return stepRecorder;
  }

  Maintenance maintenance() {
    return maintenance;
  }

  Scheduling scheduling() {
    return scheduling;
  }

  /** Makes what the routes say of the schedule and of the steps of runs known, after they were started or edited. */
  void routesChanged(CamelContext context) {
    scheduling.schedule().routesChanged(context);
    nightly.routesChanged(context);
  }

  /** For a process that stays: embedded databases that another process runs are run on when that ends. */
  void keepDatabasesRunning() {
    stores.keepRunning();
  }

  Instance instance() {
    return instance;
  }

  Source source() {
    return source;
  }

  public Ledger ledger() {
    return ledger;
  }

  /** Second tries for rejected records. */
  public Replay replay() {
    return replay;
  }

  /** Work on stretches of history. */
  public History history() {
    return history;
  }

  /** How far streams were read. */
  public StoredStreams storedStreams() {
    return storedStreams;
  }

  /** Taking events back to a time. */
  public Rollback rollback() {
    return rollback;
  }

  public ClickHouse clickHouse() {
    return stores.clickHouse();
  }

  @Override
  public void close() {
    opened.close();
  }
}
