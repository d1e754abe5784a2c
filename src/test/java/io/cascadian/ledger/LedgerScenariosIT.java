package io.cascadian.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.cascadian.publish.GateResult;
import io.cascadian.testkit.World;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks what later events, corrections and maps change in published tables; amounts in USDC and shares. See {@link LedgerCasesIT} for single builds. */
class LedgerScenariosIT extends Scenario {

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
  @Test
  void conversionsOfUnmappedGroups_areNowhereAndReported() {
    record Unmapped(String why, int digit, Integer index, String prefixDigits) {

      /** Also begins the wallet's address. */
      String wallet() {
        return "0x" + Integer.toString(digit).repeat(40);
      }

      int market(int question) {
        return digit * 10 + question;
      }
    }
    List<Unmapped> groups = List.of(new Unmapped("two markets with one index", 1, 1, "1"), new Unmapped("a question id of another group", 2, 2, "7"),
        new Unmapped("no question id", 3, null, null), new Unmapped("a question id without an index", 4, null, "4"), new Unmapped("a gap", 5, 3, "5"));
    for (Unmapped group : groups) {
      market(group.market(2), "Yes", "No");
      negRiskMarket(group.market(0), group(group.digit), 0);
      negRiskMarket(group.market(1), group(group.digit), 1);
      String questionId = group.prefixDigits == null ? ""
          : group.prefixDigits.repeat(62) + (group.index == null ? "02" : String.format(Locale.ROOT, "%02x", group.index));
      marketRow(group.market(2), "Yes", "No", group(group.digit), group.index, questionId);
      conversion(group.wallet(), group(group.digit), "5", 0b001, 3);
    }
    publish();
    assertThat(gateResult("conversions-mapped").message()).startsWith("5 neg-risk conversions");
    for (Unmapped group : groups) {
      assertThat(rows("outcome_positions_v2", group.wallet())).as(group.why).isZero();
      assertThat(rows("wallet_average_cost_pnl", group.wallet())).as(group.why).isZero();
      negRiskMarket(group.market(2), group(group.digit), 2);
    }
    publish();
    assertThat(gate("conversions-mapped")).isTrue();
    for (Unmapped group : groups) {
      assertThat(rows("outcome_positions_v2", group.wallet())).as(group.why).isEqualTo(3);
      assertThat(rows("wallet_average_cost_pnl", group.wallet())).as(group.why).isEqualTo(3);
    }
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
  @Tag("proof")
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

  private long rows(String table, String wallet) {
    return clickHouse.queryLong("SELECT count() FROM " + table + " WHERE wallet = {w:String}", Map.of("w", wallet));
  }
}
