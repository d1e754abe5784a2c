package io.cascadian.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.publish.GateList;
import io.cascadian.publish.GateResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gates that compare the published numbers with what an installation expects. */
class ExpectationsIT extends Scenario {

  private static final String TRADER = "0x" + "2".repeat(40);
  private static final String STRANGER = "0x" + "3".repeat(40);

  @TempDir
  private Path folder;

  @Test
  void referenceWallet_outOfTolerance_isReportedAndBlocks() throws IOException {
    // 10 shares for 4, won; 5 shares for 3, 2 of them sold for 1, still open
    market(1, "Yes", "No");
    buy(WALLET, 1, 0, "10", "4");
    resolve(1, "chain", "INDEX", 1, 0);
    market(2, "Yes", "No");
    buy(TRADER, 2, 0, "5", "3");
    sell(TRADER, 2, 0, "2", "1");
    publish();

    GateResult within = references(String.format(Locale.ROOT, """
        {"wallets": [
          {"wallet": "%s", "expected": {"realized_pnl_usd": 6, "resolved_conditions": 1, "average_cost_pnl_usd": 0, "trades": 1, "volume_usd": 4}},
          {"wallet": "%s", "tolerance": {"percent": 10}, "expected": {"average_cost_pnl_usd": "-0.22", "trades": 2, "volume_usd": 3.7}}]}
        """, WALLET, TRADER));
    assertThat(within.message()).isEqualTo("2 of 2 reference wallets are within their tolerance");
    assertThat(within.passed()).isTrue();
    assertThat(within.blocking()).isTrue();
    assertThat(within.details()).hasSize(8).allSatisfy(d -> assertThat(d).containsEntry("within_tolerance", true));
    assertThat(within.details().get(5)).isEqualTo(Map.of("wallet", TRADER, "measure", "average_cost_pnl_usd", "expected", "-0.22",
        "actual", "-0.2", "difference", "0.02", "tolerance", "0.022", "within_tolerance", true));

    GateResult out = references(String.format(Locale.ROOT, """
        {"tolerance": {"absolute": 0.5}, "wallets": [
          {"wallet": "%s", "expected": {"realized_pnl_usd": 6.500001, "trades": 1}},
          {"wallet": "%s", "expected": {"volume_usd": 4.5}}]}
        """, WALLET, TRADER));
    assertThat(out.passed()).isFalse();
    assertThat(out.message()).isEqualTo("1 of 2 reference wallets are within their tolerance; out of it: " + WALLET
        + " realized_pnl_usd: expected 6.500001, actual 6, difference -0.500001, tolerance 0.5");
    assertThat(out.details()).extracting(d -> d.get("within_tolerance")).containsExactly(false, true, true);
  }

  @Test
  void walletWithoutRow_isDifference() throws IOException {
    market(1, "Yes", "No");
    buy(WALLET, 1, 0, "10", "4");
    publish();
    GateResult result = references(String.format(Locale.ROOT, """
        {"tolerance": {"absolute": 1000000}, "wallets": [
          {"wallet": "%s", "expected": {"realized_pnl_usd": 0, "trades": 1}}, {"wallet": "%s", "expected": {"trades": 0}}]}
        """, WALLET, STRANGER));
    assertThat(result.passed()).isFalse();
    assertThat(result.message()).startsWith("0 of 2").contains(WALLET + " realized_pnl_usd: expected 0, but there is no row")
        .contains(STRANGER + " trades: expected 0, but there is no row");
  }

  @Test
  void noReferenceFile_gateReportsIt() {
    GateResult result = ask("reference-wallets", GateOptions.none());
    assertThat(result.passed()).isTrue();
    assertThat(result.blocking()).isFalse();
    assertThat(result.message()).contains("nothing is compared");
  }

  @Test
  void walletsWithOutcomes_outOfRange_failGate() {
    market(1, "Yes", "No");
    buy(WALLET, 1, 0, "10", "4");
    buy(TRADER, 1, 1, "10", "4");
    resolve(1, "chain", "INDEX", 1, 0);
    publish();
    assertThat(wallets(OptionalLong.of(2), OptionalLong.of(2)))
        .isEqualTo(new GateResult("wallets-with-outcomes", true, true, "2 wallets with outcomes; expected 2 to 2", List.of()));
    assertThat(wallets(OptionalLong.of(3), OptionalLong.empty()))
        .isEqualTo(new GateResult("wallets-with-outcomes", false, true, "2 wallets with outcomes; expected 3 or more", List.of()));
    assertThat(wallets(OptionalLong.empty(), OptionalLong.of(1)))
        .isEqualTo(new GateResult("wallets-with-outcomes", false, true, "2 wallets with outcomes; expected 1 or fewer", List.of()));
    GateResult unasked = wallets(OptionalLong.empty(), OptionalLong.empty());
    assertThat(unasked.passed()).isTrue();
    assertThat(unasked.blocking()).isFalse();
  }

  private GateResult wallets(OptionalLong least, OptionalLong most) {
    return ask("wallets-with-outcomes", new GateOptions(least, most, OptionalLong.empty(), Optional.empty()));
  }

  private GateResult references(String json) throws IOException {
    Path file = folder.resolve("reference.json");
    Files.writeString(file, json);
    return ask("reference-wallets", new GateOptions(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), Optional.of(ReferenceWallets.of(file))));
  }

  private GateResult ask(String name, GateOptions options) {
    return new GateList(clickHouse, WalletGates.gates(options)).check().stream().filter(g -> g.name().equals(name)).findFirst().orElseThrow();
  }
}
