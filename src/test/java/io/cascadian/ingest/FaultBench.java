package io.cascadian.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.dev.sandbox.Dataset;
import io.cascadian.dev.sandbox.RowTable;
import io.cascadian.dev.sandbox.SandboxOptions;
import io.cascadian.dev.sandbox.SandboxServer;
import io.cascadian.dev.sandbox.Schemas;
import io.cascadian.http.HttpLimits;
import io.cascadian.source.ConfirmingSource;
import io.cascadian.source.Cursor;
import io.cascadian.source.MarketEventSource;
import io.cascadian.source.Page;
import io.cascadian.source.PageRequest;
import io.cascadian.source.SourceException;
import io.cascadian.source.SourceHead;
import io.cascadian.source.StreamDefinition;
import io.cascadian.source.subgraph.Keyset;
import io.cascadian.source.subgraph.SubgraphSource;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.Postgres;
import io.cascadian.testkit.Streams;
import io.cascadian.testkit.TestDeadLetters;
import io.cascadian.testkit.TestRoutes;
import io.cascadian.testkit.TestStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Databases, a source whose time is set by hand, and ingestion of two of its streams; comparing two benches shows what a fault did. */
final class FaultBench implements AutoCloseable {

  /** Seconds of the history: the first run's end, the second's, and when the last event is behind the confirmations. */
  static final long EARLY = 600;
  static final long LATE = 3_600;
  static final long SETTLED = 3_680;

  private static final long BEGIN = 1_700_000_000L;
  private static final long FIRST_BLOCK = 50_000_000L;
  private static final long CONFIRMATIONS = 20;
  private static final List<String> TABLES = List.of("trades_raw", "tokens_dim", "market_resolutions");

  final ClickHouse clickHouse = TestStores.freshClickHouse();
  final Postgres postgres = TestStores.freshPostgres();
  final SandboxServer sandbox;
  private final SetClock clock = new SetClock();
  private final IngestOptions options;
  private final ComparisonOptions comparison;
  private final TestRoutes patient = routes(Duration.ofSeconds(10));
  private final TestRoutes hurried = routes(Duration.ofMillis(400));
  private long fence;

  /** What a run came to; the failure is the last that the source reported. */
  record Outcome(List<StreamReport> streams, SourceException failure, long repeated) {

    boolean isWhole() {
      return streams.stream().allMatch(stream -> stream.failure() == null);
    }
  }

  /**
   * @param smallPages whether a page and a batch hold a fraction of the history, or all of it
   * @param overlap that every run compares again before it reads on
   */
  FaultBench(boolean smallPages, Duration overlap) {
    comparison = ComparisonOptions.of(overlap, 1_000);
    options = smallPages
        ? new IngestOptions(CONFIRMATIONS, 250, 2, 1, 1_000, 400, Duration.ofSeconds(5), 10_000)
        : new IngestOptions(CONFIRMATIONS, 1_000, 1, 1, 1_000, 100_000, Duration.ofMinutes(1), 10_000);
    at(EARLY);
    try {
      sandbox = SandboxServer.start(history(), new SandboxOptions(0, clock, null).withBreakableConnections());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TestRoutes routes(Duration deadline) {
    return TestRoutes.options().tries(6).longestPause(Duration.ofMillis(60))
        .limits(new HttpLimits(Duration.ofSeconds(5), deadline, deadline, 16 << 20)).stores(clickHouse, postgres).start();
  }

  /** 3,000 fills over an hour, 1,200 of them in one second, and 300 conditions, a third of which resolve one by one. */
  static Dataset history() {
    List<RowTable.Row> fills = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      long second = i < 900 ? i * 2 : i < 2_100 ? 1_800 : 1_802 + (i - 2_100) * 2;
      String order = hex(i, 64);
      boolean buys = i % 3 == 0;
      String token = Integer.toString(1_000 + i % 50);
      String transaction = hex(i * 31L, 64);
      fills.add(RowTable.Row.of(block(second), transaction + "_" + order, transaction, BEGIN + second, order, hex(i % 20, 40), hex(i % 7, 40),
          buys ? "0" : token, buys ? token : "0", 1_000_000L + i, 2_000_000L + i, (long) (i % 5)));
    }
    List<RowTable.Row> conditions = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      List<Object> tokens = List.of(10_000L + 2 * i, 10_001L + 2 * i);
      long resolved = i % 3 == 0 ? block(i * 12L) : Long.MAX_VALUE;
      conditions.add(new RowTable.Row(List.of(hex(i * 17L, 64), tokens, List.of(), 0L), FIRST_BLOCK - 1, resolved));
      if (i % 3 == 0) {
        conditions.add(RowTable.Row.of(resolved, hex(i * 17L, 64), tokens, List.of(1L, 0L), 1L));
      }
    }
    return new Dataset("matrix", block(EARLY), BEGIN + EARLY, Map.of(
        Schemas.ORDERBOOK, List.of(RowTable.of(Schemas.entity(Schemas.ORDERBOOK, "OrderFilledEvent"), fills)),
        Schemas.PNL, List.of(RowTable.of(Schemas.entity(Schemas.PNL, "Condition"), conditions))), List.of(), List.of());
  }

  private static long block(long second) {
    return FIRST_BLOCK + second / 2;
  }

  /** Spread as hashes are. */
  private static String hex(long seed, int digits) {
    return "0x" + String.format(Locale.ROOT, "%016x", (seed + 1) * 0x9E3779B97F4A7C15L).repeat(4).substring(0, digits);
  }

  /** Sets the time of the source, in seconds of the history. */
  void at(long second) {
    clock.now = Instant.ofEpochSecond(BEGIN + second);
  }

  Clock clock() {
    return clock;
  }

  Outcome run() {
    return run(false);
  }

  /** @param inAHurry whether a call has to end within a moment; else load of the machine does not matter */
  Outcome run(boolean inAHurry) {
    TestRoutes routes = inAHurry ? hurried : patient;
    SubgraphSource subgraph = new SubgraphSource(routes.client(), Keyset.OR);
    Noting noting = new Noting(new ConfirmingSource(subgraph));
    Ingest.Session session = new Ingest(routes.client(), noting, clickHouse, postgres, TestDeadLetters.of(postgres), Contracts.builtIn(), options, comparison)
        .begin(FenceGuard.of(++fence));
    List<StreamReport> reports = streams().stream().map(session::read).toList();
    return new Outcome(reports, noting.failure, subgraph.repeated());
  }

  private List<StreamDefinition> streams() {
    return List.of(fills(),
        Streams.all(sandbox.baseUrl()).stream().filter(stream -> stream.name().equals("conditions")).findFirst().orElseThrow());
  }

  StreamDefinition fills() {
    return Streams.fills(sandbox.baseUrl());
  }

  /** As new, serving the dataset, early. */
  void reset(Dataset dataset) {
    TABLES.forEach(table -> clickHouse.execute("TRUNCATE TABLE " + table, Map.of()));
    postgres.update("DELETE FROM cursors");
    postgres.update("DELETE FROM dead_letters");
    sandbox.serve(dataset);
    at(EARLY);
    fence = 0;
  }

  /** Rows that are here, as they are here, and not there. */
  long rowsNotIn(FaultBench other, String table) {
    return clickHouse.queryLong("SELECT count() FROM (SELECT * EXCEPT (revision) FROM " + name(table)
        + " FINAL EXCEPT SELECT * EXCEPT (revision) FROM " + other.name(table) + " FINAL)", Map.of());
  }

  /** Fills up to the other's cursor that are here and not there, whatever they hold. */
  long fillsMissingIn(FaultBench other) {
    Cursor reached = other.postgres.queryOne("SELECT position FROM cursors WHERE stream = 'fills'", row -> Cursor.parse(row.getString(1)))
        .orElse(Cursor.START);
    return clickHouse.queryLong("SELECT count() FROM " + name("trades_raw") + " FINAL "
        + "WHERE (toInt64(toUnixTimestamp(ts)), event_id) <= ({ts:Int64}, {id:String}) "
        + "AND event_id NOT IN (SELECT event_id FROM " + other.name("trades_raw") + " FINAL)", Map.of("ts", reached.order(), "id", reached.id()));
  }

  private String name(String table) {
    return clickHouse.settings().database() + "." + table;
  }

  /** Row for row the same tables, the same cursors, and nothing twice. */
  void assertIsAs(FaultBench undisturbed) {
    for (String table : TABLES) {
      assertThat(rowsNotIn(undisturbed, table)).as("rows of %s that an undisturbed run does not have", table).isZero();
      assertThat(undisturbed.rowsNotIn(this, table)).as("rows of %s that only an undisturbed run has", table).isZero();
    }
    assertThat(clickHouse.queryLong("SELECT count() FROM trades_raw FINAL", Map.of()))
        .isEqualTo(clickHouse.queryLong("SELECT uniqExact(event_id) FROM trades_raw FINAL", Map.of()));
    assertThat(cursors()).isEqualTo(undisturbed.cursors());
  }

  private List<String> cursors() {
    // where the next scan of entities begins depends on when the last change was seen, not only on what was read
    return postgres.query("SELECT concat_ws(' ', stream, CASE WHEN stream = 'fills' THEN position END, block, block_hash, deployment) "
        + "FROM cursors ORDER BY stream", row -> row.getString(1));
  }

  long deadLetters(String reason) {
    return postgres.queryOne("SELECT count(*) FROM dead_letters WHERE reason = ?", row -> row.getLong(1), reason).orElseThrow();
  }

  @Override
  public void close() {
    sandbox.close();
    patient.close();
    hurried.close();
    TestStores.drop(clickHouse);
    postgres.close();
  }

  private static final class SetClock extends Clock {
    private volatile Instant now;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  /** Remembers the last failure, whose type reports do not keep. */
  private static final class Noting implements MarketEventSource {
    private final MarketEventSource source;
    private volatile SourceException failure;

    Noting(MarketEventSource source) {
      this.source = source;
    }

    private interface Call<T> {
      T run() throws SourceException;
    }

    private <T> T noted(Call<T> call) throws SourceException {
      try {
        return call.run();
      } catch (SourceException e) {
        failure = e;
        throw e;
      }
    }

    @Override
    public SourceHead head(StreamDefinition stream) throws SourceException {
      return noted(() -> source.head(stream));
    }

    @Override
    public Page page(PageRequest request) throws SourceException {
      return noted(() -> source.page(request));
    }

    @Override
    public List<Page> pages(List<PageRequest> requests) throws SourceException {
      return noted(() -> source.pages(requests));
    }
  }
}
