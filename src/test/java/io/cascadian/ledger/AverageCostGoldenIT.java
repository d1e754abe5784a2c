package io.cascadian.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Holds what average cost says of one fixed history of every kind of event. The same definitions must give the same numbers: published rows of wallets to
 * which nothing happens are only worked out again when the definitions change.
 */
class AverageCostGoldenIT extends Scenario {

  private static final Path GOLDEN = Path.of("src/test/resources/golden/average-cost.txt");
  private static final int WALLETS = 6;
  private static final int PLAIN_MARKETS = 3;
  private static final int QUESTIONS = 4;
  private static final int EVENTS = 400;

  @Test
  void sameDefinitions_giveSameNumbers() throws Exception {
    history();
    publish();
    assertThat(gate("conversions-mapped")).as("no conversion is left out").isTrue();
    List<String> rows = clickHouse.query("SELECT concat(substring(wallet, 42), ' ', toString(toUInt64(condition_id)), ' ', toString(outcome_index), ' ',"
        + " toString(average_cost_pnl_usd), ' ', toString(held_shares), ' ', toString(average_price), ' ', toString(acquired_shares), ' ',"
        + " toString(oversold_shares), ' ', toString(redeemed_shares)) FROM wallet_average_cost_pnl ORDER BY wallet, condition_id, outcome_index",
        Map.of(), row -> row.getString(1));
    assertThat(rows).as("wallets, conditions and outcomes").hasSizeGreaterThan(70);
    List<String> now = new ArrayList<>(List.of("definitions " + WalletBuild.definitions()));
    now.addAll(rows);
    List<String> golden = Files.exists(GOLDEN) ? Files.readAllLines(GOLDEN) : List.of("");
    if (golden.get(0).equals(now.get(0))) {
      assertThat(now).as("The numbers changed and the definitions did not: wallets to which nothing happens would keep the old ones."
          + " Raise AVERAGE_COST_RULES in WalletBuild, then run this test with -Dgolden.write=true").isEqualTo(golden);
    } else if (Boolean.getBoolean("golden.write")) {
      write(now);
    } else {
      fail("The definitions changed, so all wallets will be worked out again. Run this test with -Dgolden.write=true and look at what changes in " + GOLDEN);
    }
  }

  private static void write(List<String> lines) throws IOException {
    Files.createDirectories(GOLDEN.getParent());
    Files.write(GOLDEN, lines);
  }

  /** Each event at a second of its own, so that their order is certain. */
  private void history() {
    Random random = new Random(7);
    for (int market = 1; market <= PLAIN_MARKETS; market++) {
      market(market, "Yes", "No");
    }
    for (int question = 0; question < QUESTIONS; question++) {
      negRiskMarket(10 + question, question);
    }
    resolve(1, "chain", "INDEX", 1, 0);
    resolve(2, "map", "YES_NO", 27, 23);
    resolve(10, "chain", "INDEX", 0, 1);
    List<String> trades = new ArrayList<>();
    List<String> positions = new ArrayList<>();
    for (int n = 0; n < EVENTS; n++) {
      String wallet = "0x" + "1".repeat(39) + random.nextInt(WALLETS);
      int market = random.nextInt(2) == 0 ? 1 + random.nextInt(PLAIN_MARKETS) : 10 + random.nextInt(QUESTIONS);
      String amount = micros(1 + random.nextInt(20_000_000));
      String at = "'e" + n + "', '" + wallet + "', ";
      String end = (1_760_000_000 + n) + ", 1)";
      int kind = random.nextInt(20);
      if (kind < 13) {
        boolean buy = random.nextInt(3) > 0;
        // also trades of no shares, which have no price
        String usd = micros(random.nextInt(10_000_000));
        trades.add("(" + at + "'MAKER', " + (market * 10 + random.nextInt(2)) + ", '" + (buy ? "BUY" : "SELL") + "', '" + (kind == 0 ? "0" : amount) + "', '"
            + usd + "', '" + (buy ? "-" : "") + usd + "', " + end);
      } else if (kind < 19) {
        String what = kind < 15 ? "SPLIT" : kind < 17 ? "MERGE" : "REDEMPTION";
        positions.add("(" + at + "'" + what + "', '" + condition(what.equals("REDEMPTION") ? 1 + random.nextInt(2) : market) + "', '', '" + amount + "', [], 0, "
            + end);
      } else {
        positions.add("(" + at + "'CONVERSION', '', '" + GROUP + "', '" + amount + "', [" + (1 + random.nextInt(15)) + "], " + QUESTIONS + ", " + end);
      }
    }
    clickHouse.execute("INSERT INTO trades_raw (event_id, wallet, role, token_id, direction, shares, usd, cashflow, ts, revision) VALUES "
        + String.join(", ", trades), Map.of());
    clickHouse.execute("INSERT INTO position_events (event_id, wallet, kind, condition_id, neg_risk_market_id, amount, index_sets, question_count, ts,"
        + " revision) VALUES " + String.join(", ", positions), Map.of());
  }

  private static String micros(int amount) {
    return amount / 1_000_000 + "." + String.format(Locale.ROOT, "%06d", amount % 1_000_000);
  }
}
