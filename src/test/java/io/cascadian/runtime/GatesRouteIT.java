package io.cascadian.runtime;

import io.cascadian.publish.TableGates;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cascadian.module.CheckContext;
import io.cascadian.nightly.Gate;
import io.cascadian.nightly.GateEvaluation;
import io.cascadian.nightly.GatesFailedException;
import io.cascadian.nightly.LastGates;
import io.cascadian.publish.GateList;
import io.cascadian.settings.Settings;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.Postgres;
import io.cascadian.store.StepResult;
import io.cascadian.testkit.TestStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evaluates the gates through the route of their step, on real databases. */
class GatesRouteIT {

  private final ClickHouse clickHouse = TestStores.freshClickHouse();
  private final Postgres postgres = Postgres.connect(TestStores.freshPostgresSettings());
  private final List<Boolean> recorded = new ArrayList<>();
  private final List<Boolean> inFull = new ArrayList<>();
  private long checkedUpTo;
  private Gates gates;
  private Main main;

  @TempDir
  private Path folder;

  @BeforeEach
  void start() throws Exception {
    Path wallets = Files.writeString(folder.resolve("wallets.json"),
        "{\"wallets\": [{\"wallet\": \"0x" + "a".repeat(40) + "\", \"expected\": {\"trades\": 1}}]}");
    Settings settings = Modules.load(Map.of(LedgerSettings.GATE_MIN_WALLETS, "1", LedgerSettings.GATE_MAX_WALLETS, "3",
        LedgerSettings.REFERENCE_WALLETS_FILE, wallets.toString(), StoreSettings.DATA_DIR, folder.toString()), Map.of(), folder);
    CheckContext context = new CheckContext(settings, clickHouse, postgres, null, null, Optional::empty);
    gates = new Gates(List.of(
        new TableGateSource(new GateList(clickHouse, TableGates.all(Modules.contributions().all(TableGates.class), settings)), () -> checkedUpTo, new LastGates(postgres)::failed),
        ResolutionModule.gates(context)));
    main = new Main();
    main.configure().withRoutesIncludePattern("file:routes/nightly/step-gates.camel.yaml");
    main.bind("gates", gates);
    main.bind("gateEvaluation", new GateEvaluation(gates::names, (passed, whole, guard) -> {
      recorded.add(passed);
      inFull.add(whole);
    }));
    main.bind("clickhouse", clickHouse.dataSource());
    main.start();
  }

  @AfterEach
  void stop() {
    main.stop();
    TestStores.drop(clickHouse);
    postgres.close();
  }

  @Test
  void gatesOfRoute_haveSameResultsAsCommand() {
    assertThat(ask()).extracting(gate -> gate.get("gate")).hasSizeGreaterThan(12).contains("events-once", "wallets-with-outcomes",
        "reference-wallets", "outcomes-retained", "category-coverage");
    assertThat(ask()).extracting(gate -> gate.get("gate") + " " + gate.get("passed") + " " + gate.get("blocking") + " " + gate.get("message"))
        .containsExactlyInAnyOrderElementsOf(gates.all().stream().map(GatesRouteIT::text).toList());
  }

  @Test
  void gateNotEvaluated_failsStep() {
    List<Gate> asked = new ArrayList<>(gates.all().stream().map(gate -> new Gate(gate.name(), true, true, "fine")).toList());
    GateEvaluation evaluation = new GateEvaluation(gates::names, (passed, whole, guard) -> recorded.add(passed));
    assertThat(evaluation.evaluate(asked, FenceGuard.of(1)).rows()).isEqualTo(asked.size());
    asked.removeIf(gate -> gate.name().equals("events-once"));
    assertThatThrownBy(() -> evaluation.evaluate(asked, FenceGuard.of(1))).isInstanceOf(GatesFailedException.class)
        .hasMessageContaining("asked " + asked.size() + " gates and not events-once; have it ask all");
    assertThatThrownBy(() -> evaluation.evaluate(List.of(), FenceGuard.of(1))).isInstanceOf(GatesFailedException.class);
    assertThat(recorded).containsExactly(true, false, false);
  }

  @Test
  void failedGate_failsStep_isRecorded() {
    clickHouse.execute("INSERT INTO wallet_resolution_outcomes__layers (wallet, condition_id) SELECT concat('0x', leftPad(toString(number), 40, '0')), 'c' FROM"
        + " numbers(4)", Map.of());
    Exchange asked = request();
    assertThat(asked.getException()).isInstanceOfSatisfying(GatesFailedException.class, failure ->
        assertThat(failure.failed()).anySatisfy(gate -> assertThat(gate).contains("wallets-with-outcomes: 4 wallets with outcomes; expected")));
    assertThat(recorded).containsExactly(false);
  }

  @Test
  void gatesThatPassedBefore_checkLaterDataOnly() {
    checkedUpTo = 7;
    assertThat(ask()).filteredOn(gate -> String.valueOf(gate.get("message")).contains("since run 7")).extracting(gate -> gate.get("gate"))
        .containsExactlyInAnyOrder("events-once", "markets-missing-dim", "conservation", "conversions-mapped", "resolved-uncomputed", "payouts-cover-outcomes",
            "redemptions-priced");
    assertThat(inFull).containsExactly(false);
    // as a run records it
    postgres.update("INSERT INTO runs (kind, trigger, status) VALUES ('nightly', 'cli', 'success')");
    postgres.update("INSERT INTO run_steps (run_id, step, position, status, started_at, details) SELECT max(id), 'gates', 1, 'success', now(),"
        + " '{\"gates\": [{\"gate\": \"redemptions-priced\", \"passed\": false}, {\"gate\": \"events-once\", \"passed\": true}]}' FROM runs");
    assertThat(ask()).filteredOn(gate -> gate.get("gate").equals("redemptions-priced")).as("it had not passed").singleElement()
        .satisfies(gate -> assertThat((String) gate.get("message")).doesNotContain("since run"));
    inFull.remove(1);
    checkedUpTo = 0;
    assertThat(ask()).noneMatch(gate -> String.valueOf(gate.get("message")).contains("since run"));
    assertThat(inFull).containsExactly(false, true);
  }

  @SuppressWarnings("unchecked")
  private List<Map<String, Object>> ask() {
    Exchange asked = request();
    Object details = asked.getException() instanceof GatesFailedException failure
        ? failure.details().get("gates")
        : asked.getMessage().getBody(StepResult.class).details().get("gates");
    return (List<Map<String, Object>>) details;
  }

  private Exchange request() {
    return main.getCamelContext().createProducerTemplate().request("direct:gates", e -> e.setProperty("cascadianGuard", FenceGuard.of(1)));
  }

  private static String text(Gate gate) {
    return gate.name() + " " + gate.passed() + " " + gate.blocking() + " " + gate.message();
  }
}
