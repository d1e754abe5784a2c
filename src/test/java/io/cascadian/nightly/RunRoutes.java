package io.cascadian.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.exchange.RouteClient;
import io.cascadian.health.CheckRegistry;
import io.cascadian.health.CheckResult;
import io.cascadian.health.Health;
import io.cascadian.health.HealthCheck;
import io.cascadian.ingest.IngestRoutes;
import io.cascadian.publish.Publication;
import io.cascadian.runtime.Modules;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.Postgres;
import io.cascadian.store.PostgresSettings;
import io.cascadian.store.StepResult;
import io.cascadian.testkit.TestStores;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Runs the routes of runs with their lock and store on a real Postgres; each test defines the work of the steps. */
abstract class RunRoutes {

  static final StepKinds KINDS = StepKinds.of(Modules.contributions().all(StepKind.class));
  final PostgresSettings postgresSettings = TestStores.freshPostgresSettings();
  final ClickHouse clickHouse = TestStores.freshClickHouse();
  final Postgres postgres = Postgres.connect(postgresSettings);
  final RunStore runStore = new RunStore(postgres, Duration.ofHours(20));
  final StepRecorder recorder = new StepRecorder(runStore, KINDS);
  final RouteClient routeClient = new RouteClient();
  final RunLock lock = lock("this process");
  final RunRequests requests = new RunRequests();
  final Map<String, Work> work = new LinkedHashMap<>();
  final List<String> done = new ArrayList<>();
  final List<Gate> gates = new ArrayList<>();
  final List<Boolean> gateResults = new ArrayList<>();
  final ByteArrayOutputStream console = new ByteArrayOutputStream();
  volatile boolean ingested = true;
  volatile StepResult reading = new StepResult(7, Map.of("events", 7L));
  CheckResult health = CheckResult.healthy("fine", Map.of());
  Main main;

  @TempDir
  Path runtime;

  /** The work of a step. */
  interface Work {
    StepResult run(FenceGuard guard) throws Exception;
  }

  /** Replaces the beans that the routes of steps call. */
  public final class Features {

    public StepResult readCatalogue(FenceGuard guard) throws Exception {
      return checked("markets", guard);
    }

    public StepResult lookUp(StepResult read, Exception failure, FenceGuard guard) {
      return read;
    }

    public List<FenceGuard> begin(FenceGuard guard) {
      return List.of(guard);
    }

    public StepResult finish(List<FenceGuard> guards) throws Exception {
      return checked("resolutions", guards.get(0));
    }

    public void failed(Exception failure) throws Exception {
      throw failure;
    }

    public StepResult decide(FenceGuard guard) throws Exception {
      return checked("signal-wallets", guard);
    }
  }

  /** Replaces the gates; none has a statement. */
  public final class Gates {

    public List<Answered> list() {
      return gates.stream().map(Answered::new).toList();
    }

    public Gate result(Answered gate, Object rows) {
      return gate.gate();
    }

    public Gate check(Answered gate) {
      return gate.gate();
    }
  }

  /** A gate that was evaluated. */
  public record Answered(Gate gate) {

    public String by() {
      return "check";
    }
  }

  /** Replaces the look-ups. */
  public final class LookUps {

    public FenceGuard list(FenceGuard guard) {
      return guard;
    }

    public FenceGuard lookUp(FenceGuard guard) {
      return guard;
    }

    public StepResult publish(FenceGuard guard) throws Exception {
      return checked("missing-markets", guard);
    }
  }

  /** Replaces the publication of wallet tables. */
  public final class Tables {

    public Publication findAffected(FenceGuard guard) {
      return new Publication(guard, Map.of("wallets", 1L), Set.of(), 0);
    }

    public Publication build(Publication publication) {
      return publication;
    }

    public Publication verify(Publication publication) {
      return publication;
    }

    public StepResult publish(Publication publication) throws Exception {
      return checked("publish-wallets", publication.guard());
    }
  }

  /** Replaces the ingestion's bean, which the routes of streams call. */
  public final class Ingestion {

    public void begin() {
      done.add("ingest");
    }

    /** Sets no body, so the stream is not read. */
    public void define(
        Exchange exchange, String stream, String source, String subgraph, String collection, String fields, String orderBy, String target,
        String era, String optional) {
      done.add("ingest " + stream);
      exchange.getMessage().setBody(null);
    }

    public StepResult finish() {
      if (!ingested) {
        throw new IllegalStateException("the source is away");
      }
      return reading;
    }
  }

  /** Where the routes are read from. */
  String routes() throws IOException {
    return routes(Path.of("routes"));
  }

  static String routes(Path folder) {
    return Stream.of("nightly/nightly", "nightly/nightly-requests", "errors", "nightly/summary", "nightly/resolution-file-apply", "nightly/step-*", "nightly/steps", "streams/*")
        .map(name -> "file:" + folder.resolve(name + ".camel.yaml")).collect(Collectors.joining(","));
  }

  @BeforeEach
  void start() throws Exception {
    for (String step : List.of("markets", "missing-markets", "resolutions", "publish-wallets", "signal-wallets")) {
      work.put(step, guard -> succeed(step));
    }
    HealthCheck check = new HealthCheck() {
      @Override
      public String name() {
        return "weather";
      }

      @Override
      public CheckResult check() {
        return health;
      }
    };
    PrintStream out = new PrintStream(console, true, StandardCharsets.UTF_8);
    main = new Main();
    main.configure().withRoutesIncludePattern(routes());
    main.bind("runLock", new RunLockRepository(lock));
    main.bind("runRequests", requests);
    main.bind("nightly", new Nightly(runStore, lock, new RunSummary(routeClient, out), postgres, KINDS));
    RunSummary summary = new RunSummary(routeClient, out);
    main.bind("runSummary", summary);
    main.bind("postgres", postgres.dataSource());
    main.addInitialProperty("RUNTIME_DIR", runtime.toString());
    main.bind("steps", new Steps(new Health(new CheckRegistry().add(check), Duration.ofSeconds(5)), out));
    main.bind("gates", new Gates());
    main.bind("gateEvaluation", new GateEvaluation(() -> Set.of(), (passed, inFull, guard) -> gateResults.add(passed)));
    main.bind("clickhouse", postgres.dataSource());
    Features features = new Features();
    main.bind("marketUpdate", features);
    main.bind("resolutionInbox", features);
    main.bind("signalWallets", features);
    main.bind("marketLookups", new LookUps());
    main.bind("publisher", new Tables());
    main.configure().addRoutesBuilder(new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:resolution-file").routeId("resolution-file").log(LoggingLevel.DEBUG, "one file");
        from("direct:dead-letters").routeId("dead-letters").log(LoggingLevel.DEBUG, "one letter");
        // what the route of POST /api/nightly/run does
        from("direct:asked").routeId("asked").bean(requests, "open").to("seda:nightly-requests?waitForTaskToComplete=Never").bean(requests, "await");
      }
    });
    main.configure().addRoutesBuilder(new IngestRoutes());
    main.addInitialProperty("request.redelivery.delay", "10");
    main.bind("ingestSteps", new Ingestion());
    main.addMainListener(new MainListenerSupport() {
      @Override
      public void beforeConfigure(BaseMainSupport support) {
        support.getCamelContext().getCamelContextExtension().addInterceptStrategy(recorder);
      }
    });
    main.start();
    routeClient.connect(main.getCamelContext());
  }

  @AfterEach
  void stop() {
    routeClient.close();
    main.stop();
    TestStores.drop(clickHouse);
    postgres.close();
  }

  /**
   * Leaves behind what a process does whose run did not come to its end.
   *
   * @param steps each as id, status, and the work that is recorded with it, if any
   */
  long cutOff(String... steps) {
    RunLock.Held dead = lock("dead process").tryAcquire("nightly", "schedule").orElseThrow();
    long id = runStore.begin(new RunStart("nightly", "schedule", null), dead.fence()).orElseThrow();
    for (String line : steps) {
      String[] words = line.split(" ");
      String step = words[0];
      StepStatus status = StepStatus.of(words[1]);
      runStore.steps().started(id, dead.fence(), step, KINDS.ofWork(words.length > 2 ? words[2] : null), List.of());
      if (status != StepStatus.RUNNING) {
        boolean good = status == StepStatus.SUCCESS;
        runStore.steps().ended(id, dead.fence(), new StepRecord(step, status, Instant.now(), 5L, good ? 11L : null, good ? null : "no " + step, Map.of()));
      }
    }
    dead.close();
    return id;
  }

  void endTheSessionOfTheLock() {
    postgres.query("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"
        + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())", row -> row.getBoolean(1));
  }

  RunSummary summary() {
    return new RunSummary(routeClient, new PrintStream(console, true, StandardCharsets.UTF_8));
  }

  StepResult succeed(String step) {
    done.add(step);
    return new StepResult(3, Map.of());
  }

  Exchange start(String route, RunStart start) {
    Exchange exchange = main.getCamelContext().createProducerTemplate().request(route, e -> start.onto(e.getMessage()));
    assertThat(exchange.getException()).isNull();
    return exchange;
  }

  RunRecord run(String trigger) {
    Exchange exchange = main.getCamelContext().createProducerTemplate()
        .request("direct:nightly", e -> e.getMessage().setHeader("trigger", trigger));
    assertThat(exchange.getException()).isNull();
    return exchange.getMessage().getBody(RunRecord.class);
  }

  private StepResult checked(String step, FenceGuard guard) throws Exception {
    guard.checkStores();
    return work.get(step).run(guard);
  }

  static List<String> steps(RunRecord run) {
    return run.steps().stream().map(s -> s.step() + " " + s.status().label() + " " + s.rows()).toList();
  }

  RunLock lock(String holder) {
    return new RunLock(postgres,
        () -> DriverManager.getConnection(postgresSettings.jdbcUrl(), postgresSettings.user(), postgresSettings.password()),
            new Fences(postgres, clickHouse), holder);
  }
}
