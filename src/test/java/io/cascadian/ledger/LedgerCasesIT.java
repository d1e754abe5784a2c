package io.cascadian.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.testkit.SharedData;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/**
 * Checks cases that a person can work out on paper; amounts in USDC and shares. They have markets and groups of their own and share one publication, which
 * costs more than all of them.
 */
class LedgerCasesIT extends Scenario {

  private static final String OTHER = "0x" + "2".repeat(40);

  private final List<DynamicTest> expectations = new ArrayList<>();

  @TestFactory
  Stream<DynamicTest> casesInOneBuild_haveResultsByHand() throws IOException {
    cashAndPayouts();
    hedgedWallet();
    fractionalPayouts();
    splitsMergesAndSale();
    oversoldOutcome();
    conversionExchange();
    averageCost();
    conversionCost();
    conversionOfCheapNo();
    marketBesideGroup();
    mapYes();
    realPositions();
    publish();
    return expectations.stream();
  }

  /** Notes what is expected of a case once all of them are published. */
  private void expect(String name, Executable expectation) {
    expectations.add(DynamicTest.dynamicTest(name, expectation));
  }

  private void cashAndPayouts() {
    market(1, "Yes", "No");
    buy(WALLET, 1, 0, "100", "40");
    sell(WALLET, 1, 0, "30", "18");
    resolve(1, "chain", "INDEX", 1, 0);
    expect("cashAndPayouts_sumToPnl", () -> {
      // 70 shares at 1, 40 paid, 18 received
      assertThat(pnl(WALLET, 1)).isEqualTo("48 cash -22 payout 70");
      assertThat(outcome(WALLET, 1)).isEqualTo("0 x70 won");
    });
  }

  private void hedgedWallet() {
    market(2, "Yes", "No");
    buy(WALLET, 2, 0, "100", "40");
    buy(WALLET, 2, 1, "100.005", "55");
    resolve(2, "chain", "INDEX", 0, 1);
    expect("hedgedWallet_isFlat_hasCash", () -> {
      assertThat(pnl(WALLET, 2)).isEqualTo("5.005 cash -95 payout 100.005");
      assertThat(outcome(WALLET, 2)).isEqualTo("flat");
    });
  }

  private void fractionalPayouts() {
    market(3, "Yes", "No");
    buy(WALLET, 3, 0, "3.333333", "1");
    resolve(3, "chain", "INDEX", 1, 1);
    market(4, "Yes", "No");
    buy(WALLET, 4, 0, "0.000003", "0.000001");
    resolve(4, "chain", "INDEX", 27, 23);
    expect("fractionalPayouts_areExact", () -> {
      // half of an odd number of millionths is truncated
      assertThat(pnl(WALLET, 3)).isEqualTo("0.666666 cash -1 payout 1.666666");
      assertThat(outcome(WALLET, 3)).isEqualTo("0 x3.333333 lost");
      assertThat(pnl(WALLET, 4)).isEqualTo("0 cash -0.000001 payout 0.000001");
      assertThat(outcome(WALLET, 4)).isEqualTo("flat");
    });
  }

  private void splitsMergesAndSale() {
    market(5, "Yes", "No");
    positionEvent(WALLET, "SPLIT", 5, "100");
    sell(WALLET, 5, 0, "60", "42");
    positionEvent(WALLET, "MERGE", 5, "40");
    positionEvent(WALLET, "REDEMPTION", 5, "60");
    resolve(5, "chain", "INDEX", 0, 1);
    expect("splitsMergesAndSale_makeShort_redemptionsChangeNothing", () -> {
      // -100 +42 +40, and 60 NO at 1
      assertThat(pnl(WALLET, 5)).isEqualTo("42 cash -18 payout 60");
      assertThat(outcome(WALLET, 5)).isEqualTo("1 x60 won");
    });
  }

  private void oversoldOutcome() {
    market(6, "Yes", "No");
    sell(WALLET, 6, 0, "50", "20");
    resolve(6, "chain", "INDEX", 1, 0);
    expect("oversoldOutcome_countsAsOtherOutcome", () -> {
      assertThat(pnl(WALLET, 6)).isEqualTo("-30 cash 20 payout -50");
      assertThat(outcome(WALLET, 6)).isEqualTo("1 x50 lost");
    });
  }

  private void conversionExchange() {
    for (int question = 0; question < 4; question++) {
      negRiskMarket(10 + question, group(1), question);
      resolve(10 + question, "chain", "INDEX", question == 3 ? 1 : 0, question == 3 ? 0 : 1);
    }
    for (int question = 0; question < 3; question++) {
      buy(WALLET, 10 + question, 1, "10", "7");
    }
    // NO of questions 0, 1 and 2 of four: two dollars a set come back, one of them cannot be shared out evenly
    conversion(WALLET, group(1), "10", 0b0111, 4);
    expect("conversion_exchangesNoForYesAndCash", () -> {
      assertThat(pnl(WALLET, 10)).isEqualTo("-0.333332 cash -0.333332 payout 0");
      assertThat(pnl(WALLET, 11)).isEqualTo("-0.333334 cash -0.333334 payout 0");
      assertThat(pnl(WALLET, 12)).isEqualTo("-0.333334 cash -0.333334 payout 0");
      // the YES that was gained pays: in all 30 - 21, as the NO shares would have
      assertThat(pnl(WALLET, 13)).isEqualTo("10 cash 0 payout 10");
      assertThat(gate("conversions-mapped")).isTrue();
    });
  }

  private void averageCost() {
    market(7, "Yes", "No");
    buy(WALLET, 7, 0, "100", "40");
    positionEvent(WALLET, "SPLIT", 7, "100");
    sell(WALLET, 7, 0, "150", "90");
    positionEvent(WALLET, "MERGE", 7, "20");
    positionEvent(WALLET, "REDEMPTION", 7, "0");
    resolve(7, "chain", "INDEX", 0, 1);
    expect("averageCost_clampsSales_setsAtHalf_redeemsAtPayout", () -> {
      // 200 at 0.45; 150 sold at 0.60, 20 merged at 0.50, 30 worth nothing
      assertThat(averageCost(WALLET, 7, 0)).isEqualTo("10 held 0 at 0.45 oversold 0 redeemed 30");
      // 100 at 0.50; 20 merged at 0.50, 80 paid 1
      assertThat(averageCost(WALLET, 7, 1)).isEqualTo("40 held 0 at 0.5 oversold 0 redeemed 80");
    });
  }

  private void conversionCost() {
    for (int question = 0; question < 4; question++) {
      negRiskMarket(20 + question, group(2), question);
    }
    // beyond what a plain product with a million holds in 64 bits
    buy(WALLET, 20, 1, "20000000", "14000000");
    buy(WALLET, 21, 1, "20000000", "16000000");
    conversion(WALLET, group(2), "20000000", 0b0011, 4);
    expect("conversion_carriesCostOfNoToYes", () -> {
      assertThat(averageCost(WALLET, 20, 1)).isEqualTo("0 held 0 at 0.7 oversold 0 redeemed 0");
      assertThat(averageCost(WALLET, 21, 1)).isEqualTo("0 held 0 at 0.8 oversold 0 redeemed 0");
      // 1.50 paid for a pair, 1 came back, a half is shared out on two questions
      assertThat(averageCost(WALLET, 22, 0)).isEqualTo("0 held 20000000 at 0.25 oversold 0 redeemed 0");
      assertThat(averageCost(WALLET, 23, 0)).isEqualTo("0 held 20000000 at 0.25 oversold 0 redeemed 0");
      assertThat(gate("conservation")).isTrue();
    });
  }

  private void conversionOfCheapNo() {
    for (int question = 0; question < 3; question++) {
      negRiskMarket(30 + question, group(3), question);
    }
    buy(WALLET, 30, 1, "10", "2");
    buy(WALLET, 31, 1, "10", "3");
    conversion(WALLET, group(3), "10", 0b0011, 3);
    sell(WALLET, 32, 0, "10", "1");
    expect("conversionOfCheapNo_hasNegativePrice", () -> {
      // half a dollar paid for a pair that returns a dollar
      assertThat(averageCost(WALLET, 32, 0)).isEqualTo("6 held 0 at -0.5 oversold 0 redeemed 0");
    });
  }

  private void marketBesideGroup() {
    for (int question = 0; question < 3; question++) {
      negRiskMarket(40 + question, group(4), question);
    }
    // as an earlier version stored it: the group of its event, the last byte of a question id of its own
    market(49, "Yes", "No");
    marketRow(49, "Yes", "No", group(4), 1, "7".repeat(62) + "01");
    conversion(OTHER, group(4), "5", 0b001, 3);
    expect("marketBesideGroup_inItsEvent_takesNoPart", () -> {
      assertThat(gate("conversions-mapped")).isTrue();
      assertThat(clickHouse.query("SELECT condition_id FROM outcome_positions_v2 WHERE wallet = {w:String} ORDER BY condition_id", Map.of("w", OTHER),
          row -> row.getString(1)))
          .containsExactly(condition(40), condition(41), condition(42));
    });
  }

  private void mapYes() {
    market(8, "No", "Yes");
    buy(WALLET, 8, 1, "10", "4");
    resolve(8, "map", "YES_NO", 1, 0);
    expect("mapYes_isSecondOutcome_ifNoIsListedFirst", () -> {
      assertThat(pnl(WALLET, 8)).isEqualTo("6 cash -4 payout 10");
      assertThat(outcome(WALLET, 8)).isEqualTo("1 x10 won");
    });
  }

  private void realPositions() throws IOException {
    JsonNode positions = new ObjectMapper().readTree(SharedData.open("pnl/fifteen-positions.json"));
    assertThat(positions).hasSize(15);
    List<String> expected = new ArrayList<>();
    int number = 100;
    for (JsonNode position : positions) {
      number++;
      // some of the addresses are exchange contracts, which have no row: each position gets a stand-in
      String wallet = String.format(Locale.ROOT, "0x%040d", number);
      market(number, "Yes", "No");
      int held = position.path("outcome_label").asText().equalsIgnoreCase("No") ? 1 : 0;
      buy(wallet, number, held, micro(position, "net_size"), micro(position, "cost_basis"));
      JsonNode stated = position.path("realized_pnl");
      if (position.path("status").asText().equals("OPEN") || stated.isNull()) {
        expected.add(wallet + " open");
        continue;
      }
      boolean won = position.path("status").asText().equals("WON");
      resolve(number, "chain", "INDEX", won == (held == 0) ? 1 : 0, won == (held == 0) ? 0 : 1);
      expected.add(wallet + " " + plain(new BigDecimal(stated.asText()).movePointLeft(6)));
    }
    expect("realPositions_haveStatedResults", () -> {
      List<String> actual = new ArrayList<>();
      clickHouse.forEach(
          "SELECT p.wallet, r.condition_id != '', r.realized_pnl_usd FROM trade_cashflows_v3 AS p"
              + " LEFT JOIN wallet_condition_pnl AS r ON r.wallet = p.wallet WHERE p.wallet LIKE '0x0000%' ORDER BY p.wallet", Map.of(),
          row -> actual.add(row.getString(1) + (row.getBoolean(2) ? " " + plain(row.getBigDecimal(3)) : " open")));
      assertThat(actual).isEqualTo(expected);
    });
  }

  private static String micro(JsonNode node, String field) {
    return new BigDecimal(node.path(field).asText()).movePointLeft(6).toPlainString();
  }
}
