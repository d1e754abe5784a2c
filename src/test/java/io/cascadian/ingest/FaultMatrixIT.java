package io.cascadian.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.dev.sandbox.Dataset;
import io.cascadian.dev.sandbox.Fault;
import io.cascadian.dev.sandbox.faults.DataFault;
import io.cascadian.dev.sandbox.faults.During;
import io.cascadian.dev.sandbox.faults.Faults;
import io.cascadian.dev.sandbox.faults.RateLimit;
import io.cascadian.health.CheckResult;
import io.cascadian.health.HealthStatus;
import io.cascadian.source.SourceBrokenException;
import io.cascadian.source.SourceRefusedException;
import io.cascadian.source.SourceUnavailableException;
import io.cascadian.source.subgraph.SubgraphSource;
import io.cascadian.testkit.TestRoutes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fault against ingestion into the real databases: what becomes of the run it meets, what is stored then, and that the run after it
 * ends with what an undisturbed one has.
 *
 * <p>Leaves what it saw in {@code target/fault-matrix.md}.
 */
@Tag("proof")
class FaultMatrixIT {

  private static final Dataset HISTORY = FaultBench.history();
  private static final List<String> MATRIX = new ArrayList<>(List.of("| fault | what it is | when | the run | then stored | the next run |",
      "|---|---|---|---|---|---|"));
  private static FaultBench bench;
  private static FaultBench undisturbed;
  private static Dataset held;

  /** What becomes of the run that meets the fault. */
  private enum Run {
    READS_EVERYTHING, READS_NOTHING, FAILS_UNAVAILABLE, FAILS_REFUSED, FAILS_BROKEN, REJECTS
  }

  private enum When {
    TWICE("two requests"), ONCE("one request"), FROM_THE_THIRD("from the third request on"), ALWAYS("all requests"),
    FRESH("first run, two requests"), FIRST("first run, all requests");

    /** Whether another run has been before. */
    private boolean isLater() {
      return this != FRESH && this != FIRST;
    }

    private final String text;

    When(String text) {
      this.text = text;
    }

    Fault confine(Fault fault) {
      return switch (this) {
        case ONCE -> new During(3, 3, fault);
        case TWICE -> new During(3, 4, fault);
        case FRESH -> new During(2, 3, fault);
        case FROM_THE_THIRD -> new During(3, Long.MAX_VALUE, fault);
        case ALWAYS, FIRST -> fault;
      };
    }
  }

  /** @param detail reason of the dead letters, or part of what the failed stream's report states */
  private record Case(String fault, When when, Run run, String detail) {

    String reason() {
      return run == Run.REJECTS ? detail : null;
    }

    @Override
    public String toString() {
      return fault + ", " + when.text;
    }
  }

  @BeforeAll
  static void open() {
    // without the comparison of what lies before the cursor: reading on has to be right by itself
    bench = new FaultBench(true, Duration.ZERO);
    undisturbed = new FaultBench(false, Duration.ZERO);
  }

  @AfterAll
  static void close() throws IOException {
    bench.close();
    undisturbed.close();
    Files.write(Path.of("target", "fault-matrix.md"), MATRIX);
  }

  static Stream<Case> cases() {
    return Stream.of(
        all(When.TWICE, Run.READS_EVERYTHING, "429", "429-retry-after", "429-retry-date", "503-html", "html-200", "error-timeout",
            "error-overloaded", "error-reorganized", "error-store", "error-too-expensive", "error-result-size", "error-not-yet-indexed",
            "truncated-json", "closed-mid-body", "reset-before-headers", "reset-after-headers", "slow-drip", "never-answers"),
        all(When.FRESH, Run.READS_EVERYTHING, "503-html", "replica-behind"),
        all(When.ONCE, Run.READS_EVERYTHING, "empty-list", "latency"),
        all(When.ALWAYS, Run.READS_EVERYTHING, "extra-field", "replayed-page", "replica-behind"),
        all(When.FROM_THE_THIRD, Run.FAILS_UNAVAILABLE, "429", "503-html", "html-200", "error-overloaded", "error-too-expensive",
            "reset-after-headers", "truncated-json", "empty-list"),
        all(When.FROM_THE_THIRD, Run.FAILS_REFUSED, "404", "410", "message-not-found", "error-deployment", "error-no-field",
            "error-our-mistake", "error-unheard-of"),
        Stream.of(
            new Case("error-indexing", When.FROM_THE_THIRD, Run.FAILS_BROKEN, "stopped at an indexing error"),
            new Case("error-pruned", When.FROM_THE_THIRD, Run.FAILS_BROKEN, "has been pruned"),
            new Case("indexing-errors", When.FROM_THE_THIRD, Run.FAILS_BROKEN, "stopped at an indexing error"),
            new Case("indexing-errors", When.ALWAYS, Run.FAILS_BROKEN, "reports indexing errors"),
            new Case("deployment-changed", When.FROM_THE_THIRD, Run.FAILS_BROKEN, "deployment changed during the run"),
            new Case("deployment-changed", When.ALWAYS, Run.FAILS_BROKEN, "since the last run"),
            new Case("missing-place", When.FROM_THE_THIRD, Run.FAILS_BROKEN, "has no usable id or timestamp"),
            new Case("head-goes-back", When.ALWAYS, Run.FAILS_BROKEN, "behind block")),
        all(When.FROM_THE_THIRD, Run.READS_EVERYTHING, "reorg"),
        all(When.ALWAYS, Run.READS_EVERYTHING, "burst", "redelivery"),
        Stream.of(
            new Case("missing-field", When.TWICE, Run.REJECTS, "missing-field"),
            new Case("null-field", When.TWICE, Run.REJECTS, "missing-field"),
            new Case("empty-list", When.FIRST, Run.READS_NOTHING, null),
            new Case("uint256-max", When.FIRST, Run.REJECTS, "amount-out-of-range"))).flatMap(cases -> cases);
  }

  private static Stream<Case> all(When when, Run run, String... faults) {
    return Stream.of(faults).map(fault -> new Case(fault, when, run, null));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void fault_costsAtMostOneRun(Case fault) {
    Fault misbehaviour = Faults.named(fault.fault);
    bench.reset(HISTORY);
    if (fault.when.isLater()) {
      assertThat(bench.run().isWhole()).as("the run before").isTrue();
    }
    bench.at(FaultBench.LATE);
    // what happened to the data stays when the fault has ended
    Dataset after = misbehaviour instanceof DataFault data && !fault.fault.equals("deployment-changed")
        ? data.change(HISTORY, bench.sandbox.head())
        : HISTORY;
    hold(after);

    bench.sandbox.misbehave(fault.when.confine(misbehaviour));
    FaultBench.Outcome met = bench.run(fault.fault.equals("slow-drip") || fault.fault.equals("never-answers"));
    bench.sandbox.misbehave(Fault.NONE);

    assertOutcome(fault, met);
    long wrong = bench.rowsNotIn(undisturbed, "trades_raw");
    long missing = undisturbed.fillsMissingIn(bench);
    long rejected = fault.reason() == null ? 0 : bench.deadLetters(fault.reason());
    if (!fault.fault.equals("redelivery")) {
      assertThat(wrong).as("fills stored that are none").isZero();
    }
    assertThat(missing).as("fills before the cursor that are neither stored nor among the dead letters").isLessThanOrEqualTo(rejected);

    bench.sandbox.serve(after);
    bench.at(FaultBench.SETTLED);
    assertThat(bench.run().isWhole()).as("the next run").isTrue();
    long left = undisturbed.fillsMissingIn(bench);
    assertThat(left).isLessThanOrEqualTo(rejected);
    if (left > 0) {
      // what was rejected is behind the cursor; read again, it is there
      bench.postgres.update("DELETE FROM cursors");
      assertThat(bench.run().isWhole()).isTrue();
    }
    bench.assertIsAs(undisturbed);
    MATRIX.add(String.format(Locale.ROOT, "| `%s` | %s | %s | %s | %s | %s |", fault.fault, story(fault.fault), fault.when.text, reported(fault, met),
        rejected > 0 ? "all but " + rejected + " dead letters (" + fault.reason() + ")" : "everything up to the cursor",
        left > 0 ? "reads on; the dead letters are there when read anew" : "has what an undisturbed run has"));
  }

  @Test
  void stalledSource_isReadCompletely_isReported() {
    bench.reset(HISTORY);
    bench.sandbox.misbehave(Faults.named("frozen-head"));
    assertThat(bench.run().isWhole()).isTrue();
    bench.at(FaultBench.LATE);
    FaultBench.Outcome met = bench.run();
    assertThat(met.isWhole()).isTrue();
    assertThat(met.streams()).extracting(StreamReport::events).containsOnly(0L);
    TestRoutes routes = TestRoutes.once();
    CheckResult check = new SourceCheck(SubgraphSource.probe(routes.client()), bench.fills(), Duration.ofMinutes(5),
        Duration.ofMinutes(30), bench.clock()).check();
    routes.close();
    assertThat(check.status()).isEqualTo(HealthStatus.CRITICAL);
    assertThat(check.message()).contains("stopped indexing");

    bench.sandbox.misbehave(Fault.NONE);
    bench.at(FaultBench.SETTLED);
    bench.run();
    hold(HISTORY);
    bench.assertIsAs(undisturbed);
    note("frozen-head", "all requests", "success with nothing new; the health check says: " + check.message(), "everything up to the cursor");
  }

  @Test
  void requestLimit_costsOnlyTime() {
    bench.reset(HISTORY);
    bench.at(FaultBench.SETTLED);
    bench.sandbox.misbehave(new RateLimit(4, Duration.ofMillis(50)));
    FaultBench.Outcome met = bench.run();
    bench.sandbox.misbehave(Fault.NONE);
    assertThat(met.isWhole()).isTrue();
    assertThat(met.repeated()).isPositive();
    hold(HISTORY);
    bench.assertIsAs(undisturbed);
    note("rate-limit", "4 requests in 50 ms", "success, calls repeated", "everything");
  }

  private static void note(String fault, String when, String run, String stored) {
    MATRIX.add(String.format(Locale.ROOT, "| `%s` | %s | %s | %s | %s | has what an undisturbed run has |", fault, story(fault), when, run, stored));
  }

  private static void hold(Dataset dataset) {
    if (held != dataset) {
      undisturbed.reset(dataset);
      undisturbed.at(FaultBench.SETTLED);
      assertThat(undisturbed.run().isWhole()).isTrue();
      held = dataset;
    }
  }

  private static void assertOutcome(Case fault, FaultBench.Outcome met) {
    String message = met.streams().stream().map(StreamReport::failure).filter(failure -> failure != null).findFirst().orElse(null);
    switch (fault.run) {
      case READS_EVERYTHING -> assertThat(message).isNull();
      case READS_NOTHING -> {
        assertThat(message).isNull();
        assertThat(met.streams()).extracting(StreamReport::events).containsOnly(0L);
      }
      case REJECTS -> {
        assertThat(message).isNull();
        assertThat(bench.deadLetters(fault.reason())).isPositive();
      }
      case FAILS_UNAVAILABLE -> assertThat(met.failure()).isInstanceOf(SourceUnavailableException.class);
      case FAILS_REFUSED -> assertThat(met.failure()).isInstanceOf(SourceRefusedException.class);
      case FAILS_BROKEN -> assertThat(message).contains(fault.detail);
    }
    if (fault.run == Run.FAILS_BROKEN && met.failure() != null) {
      assertThat(met.failure()).isInstanceOf(SourceBrokenException.class);
    }
    if (fault.run == Run.READS_EVERYTHING && (fault.when == When.TWICE || fault.when == When.FRESH)) {
      assertThat(met.repeated()).as("the fault was met").isPositive();
    }
  }

  private static String reported(Case fault, FaultBench.Outcome met) {
    if (met.isWhole()) {
      return fault.run == Run.READS_NOTHING ? "success with nothing: of a source that has never shown a record it is believed"
          : met.repeated() > 0 ? "success, calls repeated: " + met.repeated() : "success";
    }
    String failure = met.streams().stream().map(StreamReport::failure).filter(f -> f != null).findFirst().orElseThrow();
    return "fails: " + failure.replaceAll(" \\[http[^]]*]", "").replaceAll("(0x|Qm)[0-9a-f]{8,}", "$1…")
        .replaceFirst("(.{140}).*", "$1…").replace("|", "\\|");
  }

  private static String story(String fault) {
    return Faults.all().stream().filter(named -> named.name().equals(fault)).findFirst().orElseThrow().story();
  }
}
