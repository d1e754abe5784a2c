package io.cascadian.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.cascadian.dev.sandbox.EntityTable;
import io.cascadian.dev.sandbox.Fault;
import io.cascadian.dev.sandbox.SandboxOptions;
import io.cascadian.dev.sandbox.SandboxServer;
import io.cascadian.dev.simulator.MarketSimulator;
import io.cascadian.dev.simulator.SimulationOptions;
import io.cascadian.http.HttpLimits;
import io.cascadian.source.StreamDefinition;
import io.cascadian.source.subgraph.Keyset;
import io.cascadian.source.subgraph.SubgraphSource;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.LostLockException;
import io.cascadian.store.Postgres;
import io.cascadian.store.StepResult;
import io.cascadian.testkit.Streams;
import io.cascadian.testkit.TestDeadLetters;
import io.cascadian.testkit.TestFences;
import io.cascadian.testkit.TestRoutes;
import io.cascadian.testkit.TestStores;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IngestIT {

  private static final long ANCHOR = 1_760_000_000L;
  private static final MarketSimulator.Result SIMULATED = MarketSimulator.generate(SimulationOptions.of(3, 0.25, ANCHOR));
  /** Pages and batches are as much smaller as the history, so that there are as many of them as in a usual one. */
  private static final IngestOptions OPTIONS = new IngestOptions(20, 250, 10, 4, 5_000, 25_000, Duration.ofSeconds(5), 10_000);
  private static final String TRADES_HASH =
      "SELECT reinterpretAsInt64(groupBitXor(cityHash64(event_id, wallet, role, token_id, direction, shares, usd, fee, ts))) FROM trades_raw FINAL";

  private final ClickHouse clickHouse = TestStores.freshClickHouse();
  private final Postgres postgres = TestStores.freshPostgres();
  private final TestRoutes routes = TestRoutes.options().tries(6)
      .limits(new HttpLimits(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(3), 16 << 20)).stores(clickHouse, postgres).start();
  private SandboxServer sandbox;

  @BeforeEach
  void startSource() throws IOException {
    // a little after the anchor, so that the pinned block covers it
    sandbox = SandboxServer.start(SIMULATED.dataset(),
        new SandboxOptions(0, Clock.fixed(Instant.ofEpochSecond(ANCHOR + 600), ZoneOffset.UTC), null));
  }

  @AfterEach
  void stop() {
    sandbox.close();
    routes.close();
    TestStores.drop(clickHouse);
    postgres.close();
  }

  @Test
  void events_areStoredOnce_secondRunAddsNothing() {
    StepResult first = run(5, Streams.all(sandbox.baseUrl()));

    assertThat(clickHouse.queryLong("SELECT count() FROM trades_raw", Map.of())).isEqualTo(SIMULATED.groundTruth().fills());
    assertThat(clickHouse.queryLong("SELECT uniqExact(event_id) FROM trades_raw", Map.of())).isEqualTo(SIMULATED.groundTruth().fills());
    BigDecimal takerVolume = clickHouse.queryOne("SELECT sum(usd) FROM trades_raw WHERE role = 'TAKER'", Map.of(), r -> r.getBigDecimal(1));
    assertThat(takerVolume)
        .isEqualByComparingTo(BigDecimal.valueOf(SIMULATED.groundTruth().takerVolume(), 6));
    assertThat(clickHouse.queryLong("SELECT count() FROM market_resolutions FINAL WHERE source = 'chain'", Map.of()))
        .isEqualTo(SIMULATED.groundTruth().resolvedConditions());
    for (String[] kind : new String[][] {{"Split", "SPLIT"}, {"Merge", "MERGE"}, {"Redemption", "REDEMPTION"}, {"NegRiskConversion", "CONVERSION"}}) {
      assertThat(clickHouse.queryLong("SELECT count() FROM position_events WHERE kind = {kind:String}", Map.of("kind", kind[1])))
          .as(kind[0]).isEqualTo(rowsByAnchor(kind[0]));
    }
    assertThat(first.details().get("rejected")).isEqualTo(Map.of());

    StepResult second = run(6, Streams.all(sandbox.baseUrl()));
    assertThat(second.rows()).isZero();
    assertThat(second.details().get("events")).isEqualTo(0L);
    assertThat(clickHouse.queryLong("SELECT max(revision) FROM trades_raw", Map.of())).isEqualTo(5);
  }

  @Test
  void trades_matchAccounts() {
    run(1, List.of(Streams.fills(sandbox.baseUrl())));
    clickHouse.forEach("SELECT wallet, count(), sum(cashflow) FROM trades_raw FINAL GROUP BY wallet", Map.of(), row -> {
      var account = SIMULATED.groundTruth().wallets().get(row.getString(1));
      assertThat(row.getLong(2)).isEqualTo(account.fills());
      assertThat(row.getBigDecimal(3)).isEqualByComparingTo(BigDecimal.valueOf(account.tradeCashflow(), 6));
    });
  }

  @Test
  void sourceFaults_loseNothing() {
    AtomicInteger met = new AtomicInteger();
    List<Fault> faults = List.of(
        answer(429, "text/html", "<html>slow down</html>", Map.of("Retry-After", "1")),
        answer(429, "text/plain", "", Map.of()),
        answer(503, "text/html", "<h1>unavailable</h1>", Map.of()),
        answer(200, "application/json", "{\"errors\":[{\"message\":\"Query timed out\"}]}", Map.of()),
        answer(200, "application/json", "{\"data\":{\"_meta\":{\"block\":{\"numb", Map.of()),
        answer(200, "text/html", "<html>maintenance</html>", Map.of()),
        answer(200, "application/json", "{\"data\":null}", Map.of()),
        (exchange, number) -> {
          exchange.close();
          return true;
        },
        IngestIT::drip);
    sandbox.misbehave((exchange, number) -> number % 12 == 5 && faults.get(met.getAndIncrement() % faults.size()).intercept(exchange, number));

    StepResult result = session(FenceGuard.of(1), List.of(Streams.fills(sandbox.baseUrl())), OPTIONS.withRequests(2, 2));

    assertThat(met.get()).isGreaterThan(faults.size());
    assertThat(result.rows()).isEqualTo(SIMULATED.groundTruth().fills());
    assertThat(clickHouse.queryLong("SELECT uniqExact(event_id) FROM trades_raw", Map.of())).isEqualTo(SIMULATED.groundTruth().fills());
  }

  @Test
  void rejectingSource_endsStream_othersAreRead() {
    sandbox.misbehave((exchange, number) -> exchange.getRequestURI().getPath().contains("orderbook")
        && answer(200, "application/json", "{\"message\":\"Not found\"}", Map.of()).intercept(exchange, number));

    assertThatThrownBy(() -> run(1, Streams.all(sandbox.baseUrl())))
        .isInstanceOfSatisfying(IngestFailedException.class,
            e -> assertThat(e.failed()).extracting(StreamReport::stream).containsExactly("tokens", "fills"))
        .hasMessageContaining("nothing at this address");
    assertThat(clickHouse.queryLong("SELECT count() FROM position_events", Map.of())).isPositive();
  }

  @Test
  void runEndedBeforeCursor_isRepairedByNext() {
    FenceGuard dies = TestFences.inTransaction(1, 3, () -> {
      throw new LostLockException("nightly", 1, 2);
    });
    List<StreamDefinition> fills = List.of(Streams.fills(sandbox.baseUrl()));
    assertThatThrownBy(() -> session(dies, fills)).isInstanceOf(LostLockException.class);
    long stored = clickHouse.queryLong("SELECT count() FROM trades_raw", Map.of());
    long covered = postgres.queryOne("SELECT events FROM cursors WHERE stream = 'fills'", row -> row.getLong(1)).orElseThrow();
    assertThat(stored).isGreaterThan(covered).isLessThan(SIMULATED.groundTruth().fills());

    run(2, fills);

    assertThat(clickHouse.queryLong("SELECT count() FROM trades_raw FINAL", Map.of())).isEqualTo(SIMULATED.groundTruth().fills());
    long afterCrash = clickHouse.queryLong(TRADES_HASH, Map.of());
    postgres.update("DELETE FROM cursors");
    clickHouse.execute("TRUNCATE TABLE trades_raw", Map.of());
    run(3, fills);
    assertThat(clickHouse.queryLong(TRADES_HASH, Map.of())).isEqualTo(afterCrash);
  }

  @Test
  void unusableRecords_becomeDeadLetters_streamContinues() {
    String rows = String.join(",",
        fill("0xa_1", "1", "0x" + "1".repeat(40), "0", "77", "5000000", "10000000"),
        fill("0xa_2", "1", "nobody", "0", "77", "5000000", "10000000"),
        fill("0xa_3", "2", "0x" + "1".repeat(40), "0", "0", "5000000", "10000000"),
        fill("0xa_4", "3", "0x" + "1".repeat(40), "0", "77", "1" + "0".repeat(18), "10000000"),
        fill("0xa_5", "3", "0x" + "1".repeat(40), "77", "0", "-5", "10000000"),
        fill("0xa_6", "4", "0x" + "2".repeat(40), "115792089237316195423570985008687907853269984665640564039457584007913129639935", "0", "7", "3"),
        fill("0xa_7", "5", "0x" + "2".repeat(40), "0", "77", "7", "3").replace("\"fee\":\"0\"", "\"fee\":null"));
    sandbox.misbehave((exchange, number) -> answer(200, "application/json",
        "{\"data\":{\"_meta\":{\"block\":{\"number\":90,\"hash\":null,\"timestamp\":null},\"deployment\":null,\"hasIndexingErrors\":false},"
            + "\"orderFilledEvents\":[" + rows + "]}}", Map.of()).intercept(exchange, number));

    StepResult result = run(1, List.of(Streams.fills(sandbox.baseUrl())));

    assertThat(result.rows()).isEqualTo(2);
    assertThat(result.details().get("rejected")).isEqualTo(
        Map.of("bad-address", 1L, "not-token-for-collateral", 1L, "amount-out-of-range", 1L, "bad-number", 1L, "missing-field", 1L));
    assertThat(postgres.query("SELECT payload FROM dead_letters WHERE reason = 'bad-address'", row -> row.getString(1)))
        .singleElement().asString().contains("0xa_2").contains("nobody");
    assertThat(clickHouse.query("SELECT toString(token_id), toString(cashflow), direction FROM trades_raw ORDER BY ts", Map.of(),
        row -> row.getString(1) + " " + row.getString(2) + " " + row.getString(3)))
        .containsExactly("77 -5 BUY", "115792089237316195423570985008687907853269984665640564039457584007913129639935 0.000003 SELL");
  }

  @Test
  void changedDeployment_stopsStream() {
    List<StreamDefinition> fills = List.of(Streams.fills(sandbox.baseUrl()));
    run(1, fills);
    postgres.update("UPDATE cursors SET deployment = 'QmOther'");
    assertThatThrownBy(() -> run(2, fills)).isInstanceOf(IngestFailedException.class).hasMessageContaining("deployment changed")
        .hasMessageContaining("cascadian streams forget fills");
    postgres.update("UPDATE cursors SET deployment = NULL, block = block + 1000000");
    assertThatThrownBy(() -> run(3, fills)).isInstanceOf(IngestFailedException.class).hasMessageContaining("behind block");
    new StoredStreams(postgres).forget(List.of("fills"), FenceGuard.of(4));
    assertThat(run(5, fills).details()).extractingByKey("events").isNotEqualTo(0L);
  }

  private StepResult run(long fence, List<StreamDefinition> streams) {
    return session(FenceGuard.of(fence), streams);
  }

  private StepResult session(FenceGuard guard, List<StreamDefinition> streams) {
    return session(guard, streams, OPTIONS);
  }

  private StepResult session(FenceGuard guard, List<StreamDefinition> streams, IngestOptions options) {
    SubgraphSource source = new SubgraphSource(routes.client(), Keyset.OR);
    Ingest.Session session = new Ingest(routes.client(), source, clickHouse, postgres, TestDeadLetters.of(postgres), Contracts.builtIn(), options)
        .begin(guard);
    streams.forEach(session::read);
    return session.finish();
  }

  private static long rowsByAnchor(String entity) {
    EntityTable table = SIMULATED.dataset().subgraphs().get("activity-subgraph").stream()
        .filter(t -> t.type().name().equals(entity)).findFirst().orElseThrow();
    int time = table.type().indexOf("timestamp");
    long rows = 0;
    for (int row = 0; row < table.size(); row++) {
      rows += ((Number) table.value(row, time)).longValue() <= ANCHOR ? 1 : 0;
    }
    return rows;
  }

  private static String fill(String id, String time, String maker, String gives, String gets, String given, String got) {
    return "{\"id\":\"" + id + "\",\"timestamp\":\"" + time + "\",\"orderHash\":\"0x01\",\"maker\":\"" + maker + "\",\"taker\":\"0x"
        + "3".repeat(40) + "\",\"makerAssetId\":\"" + gives + "\",\"takerAssetId\":\"" + gets + "\",\"makerAmountFilled\":\"" + given
        + "\",\"takerAmountFilled\":\"" + got + "\",\"fee\":\"0\",\"unheardOf\":{\"a\":[1]}}";
  }

  private static Fault answer(int status, String type, String body, Map<String, String> headers) {
    return (exchange, number) -> {
      headers.forEach(exchange.getResponseHeaders()::set);
      exchange.getResponseHeaders().set("Content-Type", type);
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
      return true;
    };
  }

  /** Never silent for long, never done: only a deadline on the whole call ends it. */
  private static boolean drip(HttpExchange exchange, long number) throws IOException {
    exchange.sendResponseHeaders(200, 1_000_000);
    try (OutputStream out = exchange.getResponseBody()) {
      for (int i = 0; i < 100; i++) {
        out.write(' ');
        out.flush();
        TimeUnit.MILLISECONDS.sleep(100);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return true;
  }
}
