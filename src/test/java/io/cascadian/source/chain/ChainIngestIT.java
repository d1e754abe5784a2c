package io.cascadian.source.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cascadian.http.HttpLimits;
import io.cascadian.ingest.Contracts;
import io.cascadian.ingest.Ingest;
import io.cascadian.ingest.IngestFailedException;
import io.cascadian.ingest.IngestOptions;
import io.cascadian.source.MarketEventSource;
import io.cascadian.source.SourceException;
import io.cascadian.source.SourceRouter;
import io.cascadian.source.StreamDefinition;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.Postgres;
import io.cascadian.store.StepResult;
import io.cascadian.testkit.ChainNode;
import io.cascadian.testkit.Faults;
import io.cascadian.testkit.TestDeadLetters;
import io.cascadian.testkit.TestRoutes;
import io.cascadian.testkit.TestStores;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Logs of the chain, through the whole of ingestion, into the tables. */
class ChainIngestIT {

  private static final long FIRST = 84_902_353;
  private static final long TIME = 1_777_377_600;
  private static final int CONFIRMATIONS = 20;
  /** Small pages, so that there are many windows, read in parallel. */
  private static final IngestOptions OPTIONS = new IngestOptions(CONFIRMATIONS, 100, 3, 2, 600, 200, Duration.ofSeconds(5), 1000);
  private static final String STORED = "SELECT if(uniqExact(event_id) = count(), toInt64(count()), -1) FROM trades_raw FINAL";

  private final ClickHouse clickHouse = TestStores.freshClickHouse();
  private final Postgres postgres = TestStores.freshPostgres();
  private final ChainNode node = new ChainNode(FIRST);
  private final TestRoutes routes = TestRoutes.options().tries(3).chain(node.url())
      .limits(new HttpLimits(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(3), 16 << 20)).stores(clickHouse, postgres).start();
  private int blocks;

  @AfterEach
  void stop() {
    node.close();
    routes.close();
    TestStores.drop(clickHouse);
    postgres.close();
  }

  @Test
  void logs_areStoredOnce_nextRunContinues() {
    grow(400);
    node.limitResults(50);

    StepResult first = run(1);

    long confirmed = fills(400 - CONFIRMATIONS);
    assertThat(first.rows()).isEqualTo(confirmed);
    assertThat(clickHouse.queryLong(STORED, Map.of())).isEqualTo(confirmed);
    assertThat(clickHouse.query("SELECT DISTINCT source || ' ' || era FROM trades_raw", Map.of(), row -> row.getString(1)))
        .containsExactly("chain V2");

    assertThat(run(2).rows()).isZero();
    grow(100);
    assertThat(run(3).rows()).isEqualTo(fills(500 - CONFIRMATIONS) - confirmed);
    assertThat(clickHouse.queryLong(STORED, Map.of())).isEqualTo(fills(500 - CONFIRMATIONS));
  }

  @Test
  void makersAndTakers_haveRoles_otherLogsAreDeadLetters() {
    ChainNode.Entry good = Fills.buy(7);
    node.append(TIME, List.of(
        Fills.fill(Fills.EXCHANGE, "0x" + "a".repeat(40), "0x" + "b".repeat(40), 1, BigInteger.valueOf(77), 10_000_000, 4_000_000, 0),
        Fills.fill(Fills.EXCHANGE, "0x" + "b".repeat(40), Fills.EXCHANGE, 0, BigInteger.valueOf(77), 4_000_000, 10_000_000, 20_000),
        Fills.fill(Fills.NEG_RISK_EXCHANGE, "0x" + "c".repeat(40), Fills.NEG_RISK_EXCHANGE, 1, Fills.TOKEN, 5_000_000, 3_000_000, 0),
        new ChainNode.Entry(Fills.EXCHANGE, good.topics(), good.data().substring(0, 66))));
    grow(30);

    StepResult result = run(1);

    assertThat(clickHouse.query(
        "SELECT substring(wallet, 3, 1), role, direction, toString(token_id), toString(shares), toString(usd), toString(cashflow),"
            + " toString(fee) FROM trades_raw FINAL WHERE ts = {ts:UInt32} ORDER BY wallet", Map.of("ts", TIME),
        row -> String.join(" ", row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5), row.getString(6),
            row.getString(7), row.getString(8))))
        .containsExactly("a MAKER SELL 77 10 4 4 0", "b TAKER BUY 77 10 4 -4 0.02", "c TAKER SELL " + Fills.TOKEN + " 5 3 3 0");
    assertThat(result.details().get("rejected")).isEqualTo(Map.of("missing-field", 1L));
    assertThat(postgres.query("SELECT payload || origin FROM dead_letters", row -> row.getString(1))).singleElement().asString()
        .contains("expected 7 words of data").contains(good.data().substring(0, 66)).doesNotContain("secret-key");
  }

  @Test
  void interruptedRun_isResumed_losesNothing() {
    grow(300);
    node.limitResults(50);
    AtomicBoolean down = new AtomicBoolean();
    node.misbehave((exchange, number) -> {
      down.compareAndSet(false, number > 60);
      return down.get() && Faults.answer(502, "text/html", "<html>").intercept(exchange, number);
    });
    assertThatThrownBy(() -> run(1)).isInstanceOf(IngestFailedException.class).hasMessageContaining("502");
    long stored = clickHouse.queryLong(STORED, Map.of());
    assertThat(stored).isPositive().isLessThan(fills(300 - CONFIRMATIONS));

    node.misbehave((exchange, number) -> false);
    run(2);
    assertThat(clickHouse.queryLong(STORED, Map.of())).isEqualTo(fills(300 - CONFIRMATIONS));
  }

  @Test
  void reorganisationAbovePin_changesNothing() {
    grow(100);
    AtomicBoolean once = new AtomicBoolean();
    node.beforeLogs(() -> {
      if (once.compareAndSet(false, true)) {
        node.reorganise(CONFIRMATIONS, logs -> List.of());
      }
    });
    assertThat(run(1).rows()).isEqualTo(fills(100 - CONFIRMATIONS));
    assertThat(once).isTrue();
    // the blocks that replaced the others are empty, and the next run stores what is there
    grow(CONFIRMATIONS);
    assertThat(run(2).rows()).isZero();
  }

  @Test
  void reorganisationBelowPin_isNoticedByTheCursorsBlock() throws SourceException {
    grow(100);
    run(1);
    long block = postgres.queryOne("SELECT block FROM cursors", row -> row.getLong(1)).orElseThrow();
    String hash = postgres.queryOne("SELECT block_hash FROM cursors", row -> row.getString(1)).orElseThrow();
    assertThat(block).isEqualTo(FIRST + 99 - CONFIRMATIONS);
    assertThat(hash).isEqualTo(node.hashOf(block));
    assertThat(source().isCanonical(stream(), block, hash)).isTrue();

    node.reorganise(CONFIRMATIONS + 1, logs -> logs);
    assertThat(source().isCanonical(stream(), block, hash)).isFalse();
  }

  @Test
  void reorganisationBelowPin_removesRows_storesNewBranch() {
    grow(100);
    run(1);
    node.reorganise(40, logs -> logs.subList(0, logs.size() / 2));
    grow(CONFIRMATIONS);

    StepResult second = run(2);

    long halves = 0;
    for (int block = 60; block < 100; block++) {
      halves += block % 13 / 2;
    }
    // every log of the 20 replaced blocks has another transaction now, so all that was stored of them is gone
    assertThat(second.details().get("tombstoned")).isEqualTo(fills(80) - fills(60));
    assertThat(clickHouse.queryLong(STORED, Map.of())).isEqualTo(fills(60) + halves);
    assertThat(run(3).rows()).isZero();
  }

  @Test
  void streamWithoutNode_failsAlone() {
    MarketEventSource none = new SourceRouter(Map.of());
    assertThatThrownBy(() -> run(1, none)).isInstanceOf(IngestFailedException.class).hasMessageContaining("'chain', which is not set up");
  }

  private StepResult run(long fence) {
    return run(fence, source());
  }

  private StepResult run(long fence, MarketEventSource source) {
    Ingest.Session session = new Ingest(routes.client(), source, clickHouse, postgres, TestDeadLetters.of(postgres), Contracts.builtIn(), OPTIONS)
        .begin(FenceGuard.of(fence));
    session.read(stream());
    return session.finish();
  }

  private MarketEventSource source() {
    return new SourceRouter(Map.of(StreamDefinition.CHAIN, new ChainSource(
        routes.client(), Fills.options(node.url(), FIRST, 2_000))));
  }

  private StreamDefinition stream() {
    return new StreamDefinition("fills-v2", StreamDefinition.CHAIN, Fills.options(node.url(), FIRST, 1).endpoint(), OrderFilled.NAME,
        List.of("id"), "timestamp", "fill", "V2");
  }

  /** Appends blocks with 0 to 12 fills. */
  private void grow(int more) {
    for (int i = 0; i < more; i++, blocks++) {
      List<ChainNode.Entry> logs = new ArrayList<>();
      for (int fill = 0; fill < blocks % 13; fill++) {
        logs.add(Fills.buy(1_000_000L + blocks * 100L + fill));
      }
      node.append(TIME + 2 + blocks * 2L, logs);
    }
  }

  /** How many fills the first so many grown blocks hold. */
  private static long fills(int count) {
    long fills = 0;
    for (int block = 0; block < count; block++) {
      fills += block % 13;
    }
    return fills;
  }
}
