package io.cascadian.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.publish.GateResult;
import io.cascadian.testkit.SharedData;
import io.cascadian.testkit.World;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cases that a person can work out on paper; amounts in USDC and shares. */
class LedgerScenariosIT extends Scenario {

  @Test
  void cashAndPayouts_sumToPnl() {
    market(1, "Yes", "No");
    buy(WALLET, 1, 0, "100", "40");
    sell(WALLET, 1, 0, "30", "18");
    resolve(1, "chain", "INDEX", 1, 0);
    publish();
    // 70 shares at 1, 40 paid, 18 received
    assertThat(pnl(WALLET, 1)).isEqualTo("48 cash -22 payout 70");
    assertThat(outcome(WALLET, 1)).isEqualTo("0 x70 won");
  }

  @Test
  void hedgedWallet_isFlat_hasCash() {
    market(1, "Yes", "No");
    buy(WALLET, 1, 0, "100", "40");
    buy(WALLET, 1, 1, "100.005", "55");
    resolve(1, "chain", "INDEX", 0, 1);
    publish();
    assertThat(pnl(WALLET, 1)).isEqualTo("5.005 cash -95 payout 100.005");
    assertThat(outcome(WALLET, 1)).isEqualTo("flat");
  }

  @Test
  void fractionalPayouts_areExact() {
    market(1, "Yes", "No");
    buy(WALLET, 1, 0, "3.333333", "1");
    resolve(1, "chain", "INDEX", 1, 1);
    market(2, "Yes", "No");
    buy(WALLET, 2, 0, "0.000003", "0.000001");
    resolve(2, "chain", "INDEX", 27, 23);
    publish();
    // half of an odd number of millionths is truncated
    assertThat(pnl(WALLET, 1)).isEqualTo("0.666666 cash -1 payout 1.666666");
    assertThat(outcome(WALLET, 1)).isEqualTo("0 x3.333333 lost");
    assertThat(pnl(WALLET, 2)).isEqualTo("0 cash -0.000001 payout 0.000001");
    assertThat(outcome(WALLET, 2)).isEqualTo("flat");
  }

  @Test
  void splitsMergesAndSale_makeShort_redemptionsChangeNothing() {
    market(1, "Yes", "No");
    positionEvent(WALLET, "SPLIT", 1, "100");
    sell(WALLET, 1, 0, "60", "42");
    positionEvent(WALLET, "MERGE", 1, "40");
    positionEvent(WALLET, "REDEMPTION", 1, "60");
    resolve(1, "chain", "INDEX", 0, 1);
    publish();
    // -100 +42 +40, and 60 NO at 1
    assertThat(pnl(WALLET, 1)).isEqualTo("42 cash -18 payout 60");
    assertThat(outcome(WALLET, 1)).isEqualTo("1 x60 won");
  }

  @Test
  void oversoldOutcome_countsAsOtherOutcome() {
    market(1, "Yes", "No");
    sell(WALLET, 1, 0, "50", "20");
    resolve(1, "chain", "INDEX", 1, 0);
    publish();
    assertThat(pnl(WALLET, 1)).isEqualTo("-30 cash 20 payout -50");
    assertThat(outcome(WALLET, 1)).isEqualTo("1 x50 lost");
  }

  @Test
  void conversion_exchangesNoForYesAndCash() {
    for (int question = 0; question < 4; question++) {
      negRiskMarket(10 + question, question);
      resolve(10 + question, "chain", "INDEX", question == 3 ? 1 : 0, question == 3 ? 0 : 1);
    }
    for (int question = 0; question < 3; question++) {
      buy(WALLET, 10 + question, 1, "10", "7");
    }
    // NO of questions 0, 1 and 2 of four: two dollars a set come back, one of them cannot be shared out evenly
    conversion(WALLET, "10", 0b0111, 4);
    publish();
    assertThat(pnl(WALLET, 10)).isEqualTo("-0.333332 cash -0.333332 payout 0");
    assertThat(pnl(WALLET, 11)).isEqualTo("-0.333334 cash -0.333334 payout 0");
    assertThat(pnl(WALLET, 12)).isEqualTo("-0.333334 cash -0.333334 payout 0");
    // the YES that was gained pays: in all 30 - 21, as the NO shares would have
    assertThat(pnl(WALLET, 13)).isEqualTo("10 cash 0 payout 10");
    assertThat(gate("conversions-mapped")).isTrue();
  }

  @Test
  void averageCost_clampsSales_setsAtHalf_redeemsAtPayout() {
    market(1, "Yes", "No");
    buy(WALLET, 1, 0, "100", "40");
    positionEvent(WALLET, "SPLIT", 1, "100");
    sell(WALLET, 1, 0, "150", "90");
    positionEvent(WALLET, "MERGE", 1, "20");
    positionEvent(WALLET, "REDEMPTION", 1, "0");
    resolve(1, "chain", "INDEX", 0, 1);
    publish();
    // 200 at 0.45; 150 sold at 0.60, 20 merged at 0.50, 30 worth nothing
    assertThat(averageCost(WALLET, 1, 0)).isEqualTo("10 held 0 at 0.45 oversold 0 redeemed 30");
    // 100 at 0.50; 20 merged at 0.50, 80 paid 1
    assertThat(averageCost(WALLET, 1, 1)).isEqualTo("40 held 0 at 0.5 oversold 0 redeemed 80");
  }

  @Test
  void averageCost_oversoldShares_earnNothing() {
    market(1, "Yes", "No");
    sell(WALLET, 1, 0, "50", "45");
    buy(WALLET, 1, 0, "30", "12");
    publish();
    // within a second what was gained comes first: 30 sold at 0.90 of 0.40, 20 without cost
    assertThat(averageCost(WALLET, 1, 0)).isEqualTo("15 held 0 at 0.4 oversold 20 redeemed 0");
    assertThat(gate("redemptions-priced")).isTrue();
    positionEvent(WALLET, "REDEMPTION", 1, "1");
    publish();
    assertThat(gate("redemptions-priced")).isFalse();
  }

  @Test
  void conversion_carriesCostOfNoToYes() {
    for (int question = 0; question < 4; question++) {
      negRiskMarket(10 + question, question);
    }
    // beyond what a plain product with a million holds in 64 bits
    buy(WALLET, 10, 1, "20000000", "14000000");
    buy(WALLET, 11, 1, "20000000", "16000000");
    conversion(WALLET, "20000000", 0b0011, 4);
    publish();
    assertThat(averageCost(WALLET, 10, 1)).isEqualTo("0 held 0 at 0.7 oversold 0 redeemed 0");
    assertThat(averageCost(WALLET, 11, 1)).isEqualTo("0 held 0 at 0.8 oversold 0 redeemed 0");
    // 1.50 paid for a pair, 1 came back, a half is shared out on two questions
    assertThat(averageCost(WALLET, 12, 0)).isEqualTo("0 held 20000000 at 0.25 oversold 0 redeemed 0");
    assertThat(averageCost(WALLET, 13, 0)).isEqualTo("0 held 20000000 at 0.25 oversold 0 redeemed 0");
    assertThat(gate("conservation")).isTrue();
  }

  @Test
  void conversionOfCheapNo_hasNegativePrice() {
    for (int question = 0; question < 3; question++) {
      negRiskMarket(10 + question, question);
    }
    buy(WALLET, 10, 1, "10", "2");
    buy(WALLET, 11, 1, "10", "3");
    conversion(WALLET, "10", 0b0011, 3);
    sell(WALLET, 12, 0, "10", "1");
    publish();
    // half a dollar paid for a pair that returns a dollar
    assertThat(averageCost(WALLET, 12, 0)).isEqualTo("6 held 0 at -0.5 oversold 0 redeemed 0");
  }

  @Test
  void unknownConversion_isLeftOutAndReported_untilKnown() {
    negRiskMarket(10, 0);
    conversion(WALLET, "5", 0b01, 2);
    publish();
    assertThat(gate("conversions-mapped")).isFalse();
    assertThat(count("outcome_positions_v2")).isZero();
    negRiskMarket(11, 1);
    publish();
    assertThat(gate("conversions-mapped")).isTrue();
    assertThat(count("outcome_positions_v2")).isEqualTo(2);
  }

  /** Legs, average cost and gate take the same conversions: none is in half of them, and none is missing without a word. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', nullValues = "-", value = {
      "two markets with one index | 1 | 99",
      "a question id of another group | 2 | 7",
      "no question id | - | -",
      "a question id without an index | - | 99",
      "a gap | 3 | 99"})
  void conversionOfUnmappedGroup_isNowhereAndReported(String why, Integer index, String prefixDigits) {
    market(12, "Yes", "No");
    negRiskMarket(10, 0);
    negRiskMarket(11, 1);
    String questionId = prefixDigits == null ? "" : prefixDigits.repeat(62).substring(0, 62) + (index == null ? "02" : String.format(Locale.ROOT, "%02x", index));
    marketRow(12, "Yes", "No", GROUP, index, questionId);
    conversion(WALLET, "5", 0b001, 3);
    publish();
    assertThat(gate("conversions-mapped")).as(why).isFalse();
    assertThat(count("outcome_positions_v2")).as(why).isZero();
    assertThat(count("wallet_average_cost_pnl")).as(why).isZero();
    negRiskMarket(12, 2);
    publish();
    assertThat(gate("conversions-mapped")).isTrue();
    assertThat(count("outcome_positions_v2")).isEqualTo(3);
    assertThat(count("wallet_average_cost_pnl")).isEqualTo(3);
  }

  @Test
  void conversionBeforeGroupGrew_countsItsOwnQuestions() {
    for (int question = 0; question < 4; question++) {
      negRiskMarket(10 + question, question);
    }
    // beyond the conversion's questions two markets may have one index
    negRiskMarket(14, 3);
    conversion(WALLET, "5", 0b001, 3);
    publish();
    assertThat(gate("conversions-mapped")).isTrue();
    assertThat(count("outcome_positions_v2")).isEqualTo(3);
    conversion(WALLET, "5", 0b001, 4);
    publish();
    assertThat(gate("conversions-mapped")).isFalse();
    assertThat(count("outcome_positions_v2")).isEqualTo(3);
  }

  @Test
  void marketThatLeavesItsGroup_takesConversionsOut() {
    for (int question = 0; question < 3; question++) {
      negRiskMarket(10 + question, question);
    }
    conversion(WALLET, "5", 0b001, 3);
    publish();
    assertThat(count("outcome_positions_v2")).isEqualTo(3);
    marketRow(10, "Yes", "No", "", 0);
    publish();
    assertThat(count("outcome_positions_v2")).isZero();
    assertThat(gate("conversions-mapped")).isFalse();
  }

  @Test
  void marketBesideGroup_inItsEvent_takesNoPart() {
    for (int question = 0; question < 3; question++) {
      negRiskMarket(10 + question, question);
    }
    // as an earlier version stored it: the group of its event, the last byte of a question id of its own
    market(19, "Yes", "No");
    marketRow(19, "Yes", "No", GROUP, 1, "7".repeat(62) + "01");
    conversion(WALLET, "5", 0b001, 3);
    publish();
    assertThat(gate("conversions-mapped")).isTrue();
    assertThat(clickHouse.query("SELECT condition_id FROM outcome_positions_v2 ORDER BY condition_id", Map.of(), row -> row.getString(1)))
        .containsExactly(condition(10), condition(11), condition(12));
  }

  @Test
  void marketMovesToAnotherGroup_bothGroupsAreWorkedOutAgain() {
    String other = "a".repeat(62) + "00";
    for (int question = 0; question < 3; question++) {
      negRiskMarket(10 + question, question);
    }
    conversion(WALLET, "5", 0b001, 3);
    publish();
    assertThat(count("outcome_positions_v2")).isEqualTo(3);
    // the catalogue corrects it, and no row shows any more where the market was
    fence++;
    marketRow(12, "Yes", "No", other, 0, other);
    clickHouse.execute("OPTIMIZE TABLE markets_dim FINAL", Map.of());
    publish();
    assertThat(gate("conversions-mapped")).isFalse();
    assertThat(count("outcome_positions_v2")).as("a group that lacks a question is in no wallet table").isZero();
    // and another one takes its place
    negRiskMarket(13, 2);
    publish();
    assertThat(gate("conversions-mapped")).isTrue();
    assertThat(count("outcome_positions_v2")).isEqualTo(3);
  }

  @Test
  void unknownToken_isReported_addedWhenKnown() {
    buy(WALLET, 1, 0, "10", "4");
    publish();
    assertThat(gate("markets-missing-dim")).isFalse();
    assertThat(count("trade_cashflows_v3")).isZero();
    market(1, "Yes", "No");
    resolve(1, "chain", "INDEX", 1, 0);
    publish();
    assertThat(gate("markets-missing-dim")).isTrue();
    assertThat(pnl(WALLET, 1)).isEqualTo("6 cash -4 payout 10");
  }

  @Test
  void mappingStatedAgain_goesOn_changedOneReplays() {
    market(1, "Yes", "No");
    buy(WALLET, 1, 0, "10", "4");
    publish();
    // the source states it again when the condition is resolved
    tokens(1, 0, 1);
    resolve(1, "chain", "INDEX", 1, 0);
    time++;
    buy(WALLET, 1, 0, "10", "5");
    publish();
    assertThat(clickHouse.query("SELECT DISTINCT replay FROM ledger_affected", Map.of(), row -> row.getLong(1))).containsExactly(0L);
    assertThat(pnl(WALLET, 1)).isEqualTo("11 cash -9 payout 20");

    for (int turn = 0; turn < 2; turn++) {
      tokens(1, 1, 0);
      clickHouse.execute("OPTIMIZE TABLE tokens_dim FINAL", Map.of());
      publish();
      assertThat(pnl(WALLET, 1)).as("the token is of the other outcome").isEqualTo("-9 cash -9 payout 0");
      tokens(1, 0, 1);
      publish();
      assertThat(pnl(WALLET, 1)).as("it is back where it was noted before").isEqualTo("11 cash -9 payout 20");
    }
    clickHouse.execute("INSERT INTO tokens_dim SELECT * REPLACE (" + (fence + 1) + " AS revision, 1 AS is_deleted) FROM tokens_dim FINAL", Map.of());
    publish();
    assertThat(count("outcome_positions_v2")).isZero();
  }

  @Test
  void unresolvedCondition_hasNoPnl_untilResolvedOrCorrected() {
    market(1, "Yes", "No");
    buy(WALLET, 1, 0, "10", "4");
    publish();
    assertThat(count("wallet_condition_pnl")).isZero();
    resolve(1, "map", "YES_NO", 1, 0);
    assertThat(gate("resolved-uncomputed")).isFalse();
    publish();
    assertThat(gate("resolved-uncomputed")).isTrue();
    assertThat(pnl(WALLET, 1)).isEqualTo("6 cash -4 payout 10");
    // a resolution of the chain takes precedence over one of a map
    resolve(1, "chain", "INDEX", 0, 1);
    publish();
    assertThat(pnl(WALLET, 1)).isEqualTo("-4 cash -4 payout 0");
    assertThat(gate("contradicted-resolutions")).isFalse();
  }

  @Test
  void outcomesInAnotherOrder_changeWhatWasRedeemed() {
    market(1, "Yes", "No");
    buy(WALLET, 1, 0, "10", "4");
    resolve(1, "map", "YES_NO", 1, 0);
    time++;
    positionEvent(WALLET, "REDEMPTION", 1, "10");
    publish();
    assertThat(averageCost(WALLET, 1, 0)).isEqualTo("6 held 0 at 0.4 oversold 0 redeemed 10");
    marketRow(1, "No", "Yes", "", 0);
    publish();
    assertThat(averageCost(WALLET, 1, 0)).as("outcome 0 is No, which lost").isEqualTo("-4 held 0 at 0.4 oversold 0 redeemed 10");
  }

  @Test
  void mapYes_isSecondOutcome_ifNoIsListedFirst() {
    market(1, "No", "Yes");
    buy(WALLET, 1, 1, "10", "4");
    resolve(1, "map", "YES_NO", 1, 0);
    publish();
    assertThat(pnl(WALLET, 1)).isEqualTo("6 cash -4 payout 10");
    assertThat(outcome(WALLET, 1)).isEqualTo("1 x10 won");
  }

  @Test
  void contractListedLater_isNoWallet() {
    market(1, "Yes", "No");
    buy(WALLET, 1, 0, "10", "4");
    publish();
    assertThat(count("trade_cashflows_v3")).isEqualTo(1);
    fence++;
    clickHouse.execute("INSERT INTO contracts (address, source, kind, note, revision) VALUES ('" + WALLET
        + "', 'configured', 'amm', 'found out later', " + fence + ")", Map.of());
    assertThat(gate("contracts-in-wallet-tables")).isFalse();
    publish();
    assertThat(gate("contracts-in-wallet-tables")).isTrue();
    assertThat(count("trade_cashflows_v3")).isZero();
    assertThat(gate("conservation")).isTrue();
  }

  @Test
  void brokenTables_failTheirGates() {
    market(1, "Yes", "No");
    buy(WALLET, 1, 0, "10", "4");
    sell("0x" + "2".repeat(40), 1, 0, "10", "4");
    resolve(1, "chain", "INDEX", 1, 0);
    publish();
    assertThat(World.gates(clickHouse).check()).allMatch(GateResult::passed);
    clickHouse.execute("INSERT INTO trades_raw (new_event_id, wallet, token_id, revision) SELECT event_id, 'someone else', token_id, 9"
        + " FROM trades_raw", Map.of());
    assertThat(gate("events-once")).isFalse();
    assertThat(gate("conservation")).isFalse();
    clickHouse.execute("INSERT INTO outcome_positions_v2__layers SELECT * REPLACE (7 AS outcome_index) FROM outcome_positions_v2__layers", Map.of());
    assertThat(gate("payouts-cover-outcomes")).isFalse();
    // the build before had three more
    clickHouse.execute("INSERT INTO wallet_resolution_outcomes__layers (wallet, layer) SELECT toString(number), 8 FROM numbers(3)", Map.of());
    clickHouse.execute("INSERT INTO published_layers VALUES ('8', 8, {'wallet_resolution_outcomes': [1, 8]}, 98, 0)", Map.of());
    clickHouse.execute("INSERT INTO published_layers SELECT * REPLACE (9 AS build, 99 AS sequence) FROM published_layers FINAL WHERE name = 'published'", Map.of());
    assertThat(gate("outcomes-retained")).isFalse();
    // a failed mutation stays unfinished; the server may report it at once or only in its table
    assertThatCode(() -> clickHouse.execute("ALTER TABLE trades_raw UPDATE source = toString(throwIf(1)) WHERE 1 SETTINGS mutations_sync = 0",
        Map.of())).doesNotThrowAnyException();
    assertThat(gate("pending-mutations")).isFalse();
    clickHouse.execute("KILL MUTATION WHERE database = currentDatabase()", Map.of());
  }

  @Test
  void realPositions_haveStatedResults() throws Exception {
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
    publish();
    List<String> actual = new ArrayList<>();
    clickHouse.forEach(
        "SELECT p.wallet, r.condition_id != '', r.realized_pnl_usd FROM trade_cashflows_v3 AS p"
            + " LEFT JOIN wallet_condition_pnl AS r ON r.wallet = p.wallet ORDER BY p.wallet", Map.of(),
        row -> actual.add(row.getString(1) + (row.getBoolean(2) ? " " + plain(row.getBigDecimal(3)) : " open")));
    assertThat(actual).isEqualTo(expected);
  }

  private static String micro(JsonNode node, String field) {
    return new BigDecimal(node.path(field).asText()).movePointLeft(6).toPlainString();
  }
}
