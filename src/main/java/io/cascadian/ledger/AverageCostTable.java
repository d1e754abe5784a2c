package io.cascadian.ledger;

import com.clickhouse.client.api.data_formats.ClickHouseBinaryFormatReader;
import io.cascadian.publish.Portion;
import io.cascadian.publish.TableWriter;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.RowBinary;
import io.cascadian.store.Sql;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/**
 * Writes a layer of {@code wallet_average_cost_pnl}: the events of the wallets in scope, in order, through {@link AverageCost}.
 *
 * <p>Average cost depends on the order of events, and conversions carry a cost from some outcomes to others, so it is computed here and not
 * in a statement. One wallet's holdings are in memory at a time. Used by one thread.
 */
final class AverageCostTable implements TableWriter {

  static final String NAME = "wallet_average_cost_pnl";
  private static final String EVENTS = "ledger/average-cost-events";

  private static final List<String> COLUMNS = List.of("wallet", "condition_id", "outcome_index", "average_cost_pnl_usd", "held_shares",
      "average_price", "acquired_shares", "oversold_shares", "redeemed_shares", "revision", "layer");
  private static final int ROWS_OF_AN_INSERT = 50_000;
  private static final int YES = 0;
  private static final int NO = 1;

  @Override
  public long write(ClickHouse clickHouse, Portion portion) {
    Pass pass = new Pass(clickHouse, portion);
    clickHouse.forEach(Sql.load(EVENTS), portion.parameters(), pass::event);
    pass.endWallet();
    pass.insert();
    return pass.inserted;
  }

  private record Outcome(String conditionId, int index) implements Comparable<Outcome> {
    @Override
    public int compareTo(Outcome other) {
      int byCondition = conditionId.compareTo(other.conditionId);
      return byCondition != 0 ? byCondition : Integer.compare(index, other.index);
    }
  }

  private static final class Pass {

    private final ClickHouse clickHouse;
    private final Portion portion;
    private final Map<Outcome, AverageCost> outcomes = new TreeMap<>();
    private String wallet = "";
    private RowBinary rows = new RowBinary();
    private long inserted;

    Pass(ClickHouse clickHouse, Portion portion) {
      this.clickHouse = clickHouse;
      this.portion = portion;
    }

    void event(ClickHouseBinaryFormatReader event) {
      String of = event.getString("wallet");
      if (!of.equals(wallet)) {
        endWallet();
        wallet = of;
      }
      String condition = event.getString("condition_id");
      BigInteger shares = BigInteger.valueOf(event.getLong("shares"));
      switch (event.getString("kind")) {
        case "BUY" -> outcome(condition, event.getInteger("outcome")).gain(price(event, shares), shares);
        case "SELL" -> outcome(condition, event.getInteger("outcome")).giveUp(price(event, shares), shares);
        case "SPLIT" -> forEachOutcome(event, i -> outcome(condition, i).gain(AverageCost.FIFTY_CENTS, shares));
        case "MERGE" -> forEachOutcome(event, i -> outcome(condition, i).giveUp(AverageCost.FIFTY_CENTS, shares));
        case "REDEMPTION" -> redeem(condition, event.getList("payouts"));
        case "CONVERSION" -> convert(event.getList("given_up"), event.getList("gained"), shares);
        default -> throw new IllegalStateException(EVENTS + ".sql gives events that this class does not know: " + event.getString("kind"));
      }
    }

    private BigInteger price(ClickHouseBinaryFormatReader trade, BigInteger shares) {
      return AverageCost.price(BigInteger.valueOf(trade.getLong("usd")), shares);
    }

    private void forEachOutcome(ClickHouseBinaryFormatReader event, IntConsumer each) {
      for (int i = 0; i < event.getInteger("outcome"); i++) {
        each.accept(i);
      }
    }

    private void redeem(String condition, List<Long> payouts) {
      for (int i = 0; i < payouts.size(); i++) {
        AverageCost held = outcomes.get(new Outcome(condition, i));
        if (held != null) {
          held.redeem(BigInteger.valueOf(payouts.get(i)));
        }
      }
    }

    /** NO goes at its own average, so nothing is earned; its cost less the collateral returned becomes the price of the YES gained. */
    private void convert(List<String> givenUp, List<String> gained, BigInteger shares) {
      BigInteger sum = BigInteger.ZERO;
      for (String question : givenUp) {
        AverageCost no = outcome(question, NO);
        sum = sum.add(no.averagePrice());
        no.giveUp(no.averagePrice(), shares);
      }
      if (gained.isEmpty()) {
        return;
      }
      BigInteger count = BigInteger.valueOf(givenUp.size());
      BigInteger noPrice = sum.divide(count);
      BigInteger yesPrice = noPrice.multiply(count)
          .subtract(AverageCost.SCALE.multiply(count.subtract(BigInteger.ONE)))
          .divide(BigInteger.valueOf(gained.size()));
      gained.forEach(question -> outcome(question, YES).gain(yesPrice, shares));
    }

    private AverageCost outcome(String condition, int index) {
      return outcomes.computeIfAbsent(new Outcome(condition, index), o -> new AverageCost());
    }

    void endWallet() {
      outcomes.forEach((outcome, cost) -> rows.string(wallet).string(outcome.conditionId).int8(outcome.index)
          .int128(cost.pnl()).int128(cost.held()).int128(cost.averagePrice())
          .int128(cost.acquired()).int128(cost.oversold()).int128(cost.redeemed()).int64(portion.fence()).int64(portion.build()).endRow());
      outcomes.clear();
      if (rows.rows() >= ROWS_OF_AN_INSERT) {
        insert();
      }
    }

    void insert() {
      if (rows.rows() > 0) {
        inserted += clickHouse.insert(NAME + "__layers", COLUMNS, null, rows::writeTo);
        rows = new RowBinary();
      }
    }
  }
}
