package io.cascadian.dev.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.dev.simulator.MarketSimulator;
import io.cascadian.dev.simulator.SimulationOptions;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.ClickHouseClients;
import io.cascadian.store.ClickHouseSettings;
import io.cascadian.store.EmbeddedDatabases.Endpoint;
import io.cascadian.store.Sql;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * Measures what it costs to publish the wallet tables: all of them from nothing, and after one more day; with the younger half of a simulated history, then with
 * all of it, each in databases of its own. The days are the same both times.
 */
public final class LedgerBench {

  private static final ObjectMapper JSON = new ObjectMapper();
  /** End of the last day: midnight, UTC. */
  private static final long ENDS = 1_759_968_000L;
  private static final Duration MERGES_WITHIN = Duration.ofMinutes(5);
  private static final int LARGEST = 6;

  private final LedgerOptions options;
  private final Consumer<String> progress;

  private LedgerBench(LedgerOptions options, Consumer<String> progress) {
    this.options = options;
    this.progress = progress;
  }

  /**
   * Runs the benchmark; what it started and wrote is gone when it returns.
   *
   * @param progress gets a line for each thing that is done
   * @throws BenchException when something that is needed cannot be had
   */
  public static LedgerReport run(LedgerOptions options, Consumer<String> progress) throws IOException {
    return new LedgerBench(options, progress).run();
  }

  private LedgerReport run() throws IOException {
    String[] version = new String[1];
    LedgerRound half = round("half the history", 0.5, version);
    LedgerRound whole = round("the whole history", 0, version);
    return new LedgerReport(Machine.describe(null, version[0]), options, half, whole);
  }

  private LedgerRound round(String name, double leftOut, String[] version) throws IOException {
    progress.accept(name + ": starting databases …");
    try (Fixture fixture = Fixture.open(options.dataDir(), line -> { })) {
      version[0] = fixture.tables().version();
      return fixture.measure(() -> new Round(name, fixture).measure(simulator(leftOut)));
    }
  }

  private MarketSimulator simulator(double leftOut) {
    MarketSimulator simulator = MarketSimulator.of(
        SimulationOptions.ending(options.seed(), options.fills(), options.wallets(), ENDS, options.zipfExponent()));
    return leftOut > 0 ? simulator.withoutOldest(leftOut) : simulator;
  }

  /** Measures one history in one pair of databases. */
  private final class Round {

    private final String name;
    private final Fixture fixture;
    private final ClickHouse clickHouse;

    Round(String name, Fixture fixture) {
      this.name = name;
      this.fixture = fixture;
      Endpoint server = fixture.clickHouseEndpoint();
      clickHouse = fixture.keep(ClickHouseClients.connect(ClickHouseSettings.of(server.url(), server.user(), server.password(), Tables.SERVICE.database())
          .within(Duration.ofHours(2))));
    }

    LedgerRound measure(MarketSimulator simulator) {
      progress.accept(name + ": simulating and loading …");
      long[] ends = LongStream.rangeClosed(0, options.nights()).map(day -> ENDS - (options.nights() - day) * Duration.ofDays(1).toSeconds()).toArray();
      HistoryLoad load = new HistoryLoad(clickHouse, simulator, ends);
      long begin = System.nanoTime();
      HistoryLoad.Loaded history = load.loadHistory();
      double loadSeconds = (System.nanoTime() - begin) / 1e9;
      progress.accept(String.format(Locale.ROOT, "%s: %,d events in %.0f s; waiting for merges …", name, history.events(), loadSeconds));
      awaitMerges();
      // the first reading is not measured, so that all measured ones find the same cache
      pass("");
      Phase pass = phase("pass over the raw columns", null, () -> pass(""));
      Phase passFinal = phase("pass over the raw columns, each event once", null, () -> pass("FINAL"));
      Phase passSummed = phase("pass over the raw columns, summed", null, this::sum);
      try (Child service = service()) {
        service.answer();
        Phase rebuild = phase("rebuild", service, () -> service.ask(LedgerProcess.PUBLISH + " " + HistoryLoad.HISTORY));
        service.ask(LedgerProcess.GATES + " 0");
        Phase rebuildRetain = phase("retention of the rebuild", service, () -> service.ask(LedgerProcess.RETAIN + " " + HistoryLoad.HISTORY));
        awaitMerges();
        RowWrites writes = new RowWrites(clickHouse, (what, work) -> phase(what, null, work));
        Phase writesSorted = writes.sorted();
        Phase writesShuffled = writes.shuffled();
        List<LedgerRound.Night> nights = new ArrayList<>();
        for (int night = 1; night <= options.nights(); night++) {
          nights.add(night(night, load, service));
        }
        List<LedgerRound.TableBytes> tables = tables();
        Long differing = options.compare() ? differing(service) : null;
        return new LedgerRound(history, loadSeconds, pass, passFinal, passSummed, rebuild, rebuildRetain, writesSorted, writesShuffled, nights, tables, differing);
      }
    }

    private LedgerRound.Night night(int number, HistoryLoad load, Child service) {
      HistoryLoad.Loaded day = load.loadDay(number);
      long fence = HistoryLoad.fence(number);
      Phase publish = phase("night " + number, service, () -> service.ask(LedgerProcess.PUBLISH + " " + fence));
      Phase gates = phase("gates of night " + number, service, () -> service.ask(LedgerProcess.GATES + " " + (fence - 1)));
      Phase retain = phase("retention of night " + number, service, () -> service.ask(LedgerProcess.RETAIN + " " + fence));
      return new LedgerRound.Night(day, publish, retain, gates);
    }

    private long differing(Child service) {
      JsonNode answer = service.ask(LedgerProcess.COMPARE + " " + HistoryLoad.fence(options.nights() + 1));
      long differing = answer.get("differing").asLong();
      if (differing > 0) {
        progress.accept(name + ": the published tables differ from a rebuild: " + answer.get("comparison"));
      }
      return differing;
    }

    /** Reads the same columns and sums them by wallet and token. */
    private JsonNode sum() {
      long begin = System.nanoTime();
      clickHouse.execute(Sql.load("dev/bench/pass-summed"), Map.of());
      return JSON.createObjectNode().put("seconds", (System.nanoTime() - begin) / 1e9);
    }

    private Child service() {
      Endpoint server = fixture.clickHouseEndpoint();
      Endpoint postgres = fixture.postgresEndpoint();
      LedgerProcess.Job job =
          new LedgerProcess.Job(server.url(), server.user(), Tables.SERVICE.database(), postgres.url(), postgres.user());
      try {
        return Child.java(LedgerProcess.class, options.javaOptions(), Map.of(ServiceProcess.CLICKHOUSE_PASSWORD, server.password(),
            ServiceProcess.POSTGRES_PASSWORD, postgres.password()), fixture.folder().resolve("ledger.log"), List.of(JSON.writeValueAsString(job)));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }

    /** Reads the raw columns that the published tables are computed from, and drops them. */
    private JsonNode pass(String modifier) {
      long begin = System.nanoTime();
      for (String table : List.of("trades", "positions")) {
        clickHouse.execute(Sql.load("dev/bench/pass-" + table).replace("/*modifier*/", modifier), Map.of());
      }
      return JSON.createObjectNode().put("seconds", (System.nanoTime() - begin) / 1e9);
    }

    /** @param service that does the work; null where this process does */
    private Phase phase(String what, Child service, Supplier<JsonNode> work) {
      fixture.clickHousePid().ifPresent(ProcessMeter::resetPeakRss);
      if (service != null) {
        service.resetPeakRss();
      }
      String from = now();
      Double cpu = fixture.clickHouseCpu();
      JsonNode answer = work.get();
      Double cpuAfter = fixture.clickHouseCpu();
      Phase phase = new Phase(answer.path("rows").asLong(), answer.path("seconds").asDouble(), cpu == null || cpuAfter == null ? null : cpuAfter - cpu,
          fixture.clickHousePid().flatMap(ProcessMeter::peakRss).orElse(null), service == null ? null : service.peakRss(), statements(from, now()));
      progress.accept(String.format(Locale.ROOT, "%s: %s, %.2f s%s", name, what, phase.seconds(),
          answer.path("failed").isEmpty() ? "" : "; failed: " + answer.path("failed")));
      return phase;
    }

    private String now() {
      return clickHouse.queryOne("SELECT toString(now64(6, 'UTC'))", Map.of(), row -> row.getString(1));
    }

    private Phase.Statements statements(String from, String until) {
      clickHouse.execute("SYSTEM FLUSH LOGS", Map.of());
      Map<String, Object> span = Map.of("from", from, "until", until, "largest", LARGEST);
      List<Phase.Statement> largest = clickHouse.query(Sql.load("dev/bench/largest-statements"), span,
          row -> new Phase.Statement(row.getLong(1), row.getLong(2), row.getDouble(3), row.getString(4)));
      return clickHouse.queryOne(Sql.load("dev/bench/statements"), span,
          row -> new Phase.Statements(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5), largest));
    }

    private List<LedgerRound.TableBytes> tables() {
      return clickHouse.query(Sql.load("dev/bench/table-bytes"), Map.of(),
          row -> new LedgerRound.TableBytes(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)));
    }

    private void awaitMerges() {
      long deadline = System.nanoTime() + MERGES_WITHIN.toNanos();
      try {
        while (clickHouse.queryLong("SELECT count() FROM system.merges", Map.of()) > 0 && System.nanoTime() < deadline) {
          TimeUnit.MILLISECONDS.sleep(500);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new BenchException("interrupted", e);
      }
    }
  }
}
