package io.cascadian.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.publish.GateList;
import io.cascadian.publish.GateResult;
import io.cascadian.publish.TableGate;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.Postgres;
import io.cascadian.testkit.TestStores;
import io.cascadian.testkit.World;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** Databases of its own for each test, and words to say in a line what happened in them and what came of it. */
abstract class Scenario {

  static final String WALLET = "0x" + "1".repeat(40);
  /** A neg-risk group; its last byte is where the ids of its questions have their index. */
  static final String GROUP = "9".repeat(62) + "00";

  ClickHouse clickHouse = TestStores.freshClickHouse();
  Postgres postgres = TestStores.freshPostgres();
  long fence;
  /** Time of the next event, UTC seconds. */
  long time = 1_760_000_000;
  private int event;

  @AfterEach
  void close() {
    TestStores.drop(clickHouse);
    postgres.close();
  }

  /** What several tests of a class begin with. */
  record Beginning(TestStores.Snapshot stores, long fence, long time, int event) {}

  /** Takes what happened up to now as a beginning, with which this test goes on as well. */
  final Beginning beginning() {
    Beginning beginning = new Beginning(TestStores.snapshot(clickHouse, postgres), fence, time, event);
    clickHouse = TestStores.freshClickHouse();
    beginWith(beginning);
    return beginning;
  }

  /** Begins a test in which nothing has happened yet. */
  final void beginWith(Beginning beginning) {
    beginning.stores.copyTo(clickHouse);
    postgres.close();
    postgres = beginning.stores.postgres();
    fence = beginning.fence;
    time = beginning.time;
    event = beginning.event;
  }

  final void publish() {
    World.publisher(clickHouse, postgres).publish(FenceGuard.of(++fence));
  }

  final boolean gate(String name) {
    return gateResult(name).passed();
  }

  final GateResult gateResult(String name) {
    List<TableGate> asked = World.gates().stream().filter(gate -> gate.name().equals(name)).toList();
    assertThat(asked).hasSize(1);
    return new GateList(clickHouse, asked).check().get(0);
  }

  final long count(String table) {
    return clickHouse.queryLong("SELECT count() FROM " + table, Map.of());
  }

  final String pnl(String wallet, int market) {
    return clickHouse.queryOne(
        "SELECT realized_pnl_usd, cashflow, payout_value FROM realized_pnl_by_market_final WHERE wallet = {w:String} AND condition_id = {c:String}",
        Map.of("w", wallet, "c", condition(market)),
        row -> plain(row.getBigDecimal(1)) + " cash " + plain(row.getBigDecimal(2)) + " payout " + plain(row.getBigDecimal(3)));
  }

  final String averageCost(String wallet, int market, int outcome) {
    return clickHouse.queryOne(
        "SELECT average_cost_pnl_usd, held_shares, average_price, oversold_shares, redeemed_shares FROM wallet_average_cost_pnl"
            + " WHERE wallet = {w:String} AND condition_id = {c:String} AND outcome_index = {o:UInt8}",
        Map.of("w", wallet, "c", condition(market), "o", outcome),
        row -> plain(row.getBigDecimal(1)) + " held " + plain(row.getBigDecimal(2)) + " at " + plain(row.getBigDecimal(3))
            + " oversold " + plain(row.getBigDecimal(4)) + " redeemed " + plain(row.getBigDecimal(5)));
  }

  final String outcome(String wallet, int market) {
    List<String> rows = clickHouse.query(
        "SELECT outcome_index, net_shares, won FROM wallet_resolution_outcomes WHERE wallet = {w:String} AND condition_id = {c:String}",
        Map.of("w", wallet, "c", condition(market)),
        row -> row.getShort(1) + " x" + plain(row.getBigDecimal(2)) + (row.getShort(3) == 1 ? " won" : " lost"));
    assertThat(rows).hasSizeLessThan(2);
    return rows.isEmpty() ? "flat" : rows.get(0);
  }

  static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  static String condition(int market) {
    return String.format(Locale.ROOT, "%064d", market);
  }

  final void market(int market, String first, String second) {
    marketRow(market, first, second, "", 0);
    tokens(market, 0, 1);
  }

  /** States which outcomes the two tokens of a market are. */
  final void tokens(int market, int first, int second) {
    clickHouse.execute("INSERT INTO tokens_dim SELECT " + market + " * 10 + number, '" + condition(market) + "', [" + first + ", " + second + "][number + 1], 'test', "
        + (fence + 1) + ", 0 FROM numbers(2)", Map.of());
  }

  final void negRiskMarket(int market, int question) {
    negRiskMarket(market, GROUP, question);
  }

  final void negRiskMarket(int market, String group, int question) {
    market(market, "Yes", "No");
    marketRow(market, "Yes", "No", group, question);
  }

  /** Returns the id of another neg-risk group than {@link #GROUP}, by a digit below 9. */
  static String group(int digit) {
    return Integer.toString(digit).repeat(62) + "00";
  }

  final void marketRow(int market, String first, String second, String negRisk, Integer question) {
    String questionId = negRisk.isEmpty() || question == null ? "" : negRisk.substring(0, 62) + String.format(Locale.ROOT, "%02x", question);
    marketRow(market, first, second, negRisk, question, questionId);
  }

  final void marketRow(int market, String first, String second, String negRisk, Integer question, String questionId) {
    clickHouse.execute("INSERT INTO markets_dim (condition_id, market_id, outcomes, neg_risk_market_id, question_index, question_id, revision) VALUES ('"
        + condition(market) + "', '" + market + "', ['" + first + "', '" + second + "'], '" + negRisk + "', " + question + ", '" + questionId + "', "
        + (fence + 1) + ")", Map.of());
  }

  final void buy(String wallet, int market, int outcome, String shares, String usd) {
    trade(wallet, market, outcome, "BUY", shares, usd);
  }

  final void sell(String wallet, int market, int outcome, String shares, String usd) {
    trade(wallet, market, outcome, "SELL", shares, usd);
  }

  final void trade(String wallet, int market, int outcome, String direction, String shares, String usd) {
    trade(wallet, market, outcome, direction, shares, usd, time);
  }

  final void trade(String wallet, int market, int outcome, String direction, String shares, String usd, long ts) {
    trade(wallet, market, outcome, direction, shares, usd, "0", "V1", ts);
  }

  final void trade(String wallet, int market, int outcome, String direction, String shares, String usd, String fee, String era, long ts) {
    clickHouse.execute("INSERT INTO trades_raw (new_event_id, wallet, role, token_id, direction, shares, usd, fee, era, ts, revision) VALUES ('e"
        + event++ + "', '" + wallet + "', 'MAKER', " + (market * 10 + outcome) + ", '" + direction + "', '" + shares + "', '" + usd + "', '" + fee + "', '"
        + era + "', " + ts + ", " + (fence + 1) + ")", Map.of());
  }

  final void positionEvent(String wallet, String kind, int market, String amount) {
    clickHouse.execute("INSERT INTO position_events (new_event_id, wallet, kind, condition_id, amount, ts, revision) VALUES ('e" + event++ + "', '"
        + wallet + "', '" + kind + "', '" + condition(market) + "', '" + amount + "', " + time + ", " + (fence + 1) + ")", Map.of());
  }

  final void conversion(String wallet, String amount, int indexSet, int questions) {
    conversion(wallet, GROUP, amount, indexSet, questions);
  }

  final void conversion(String wallet, String group, String amount, int indexSet, int questions) {
    clickHouse.execute("INSERT INTO position_events (new_event_id, wallet, kind, neg_risk_market_id, amount, index_sets, question_count, ts, revision)"
        + " VALUES ('e" + event++ + "', '" + wallet + "', 'CONVERSION', '" + group + "', '" + amount + "', [" + indexSet + "], "
        + questions + ", " + time + ", " + (fence + 1) + ")", Map.of());
  }

  final void resolve(int market, String source, String order, int... numerators) {
    String vector = numerators[0] + ", " + numerators[1];
    clickHouse.execute("INSERT INTO market_resolutions (condition_id, source, payout_numerators, payout_denominator, vector_order, revision)"
        + " VALUES ('" + condition(market) + "', '" + source + "', [" + vector + "], " + (numerators[0] + numerators[1]) + ", '" + order + "', "
        + (fence + 1) + ")", Map.of());
  }
}
