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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntConsumer;

/**
 * Fills the work table of positions: what is published of the wallets in scope and the events that came since, or all their events, in order, through
 * {@link Position}.
 *
 * <p>Average cost depends on the order of events, and conversions carry a cost from some outcomes to others, so it is computed here and not
 * in a statement. One wallet's positions in scope are in memory at a time. Used by one thread.
 */
final class PositionsTable implements TableWriter {

  static final String NAME = "ledger_positions";
  /** Holds the positions of the last build, from which the next goes on. */
  static final String CHECKPOINTS = "position_checkpoints";

  private static final String EVENTS = "ledger/events";
  private static final List<String> COLUMNS = List.of("wallet", "condition_id", "outcome_index",
      "bought_shares", "sold_shares", "bought_usd", "sold_usd", "split_shares", "merged_shares", "converted_shares", "split_cash", "merge_cash", "conversion_cash",
      "fee_shares", "fee_usd", "redeemed_usd",
      "trades", "first_ts", "last_ts",
      "average_cost_pnl_usd", "held_shares", "average_price", "acquired_shares", "oversold_shares", "redeemed_shares",
      "net_average_cost_pnl_usd", "net_held_shares", "net_average_price", "net_acquired_shares", "net_oversold_shares", "net_redeemed_shares",
      "redemptions", "first_redemption_ts", "checkpoint_at", "is_deleted", "is_new", "former_category", "former_realized_usd", "former_trades");
  /** What is left of a position without events. */
  private static final Position NONE = new Position();
  private static final int ROWS_OF_AN_INSERT = 50_000;
  private static final int YES = 0;
  private static final int NO = 1;
  /** Outcomes of a condition whose payout is not known: every condition of the exchanges has two. */
  private static final int FEWEST_OUTCOMES = 2;

  @Override
  public long write(ClickHouse clickHouse, Portion portion) {
    if (portion.everything() && !portion.outdated().contains(CHECKPOINTS)) {
      return clickHouse.execute(Sql.load("ledger/positions-of-checkpoints"), portion.parameters());
    }
    Pass pass = new Pass(clickHouse);
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
    private final Map<Outcome, Position> positions = new TreeMap<>();
    private final Map<Outcome, PublishedPosition> published = new TreeMap<>();
    private String wallet = "";
    private RowBinary rows = new RowBinary();
    private long inserted;

    Pass(ClickHouse clickHouse) {
      this.clickHouse = clickHouse;
    }

    void event(ClickHouseBinaryFormatReader event) {
      String of = event.getString("wallet");
      if (!of.equals(wallet)) {
        endWallet();
        wallet = of;
      }
      String condition = event.getString("condition_id");
      long time = event.getLong("time");
      long shares = event.getLong("shares");
      switch (event.getString("kind")) {
        case "PUBLISHED" -> goOn(new Outcome(condition, event.getInteger("outcome")), event);
        case "BUY" -> position(condition, event.getInteger("outcome")).buy(shares, event.getLong("usd"), event.getLong("fee_shares"), event.getLong("fee_usd"), time);
        case "SELL" -> position(condition, event.getInteger("outcome")).sell(shares, event.getLong("usd"), event.getLong("fee_usd"), time);
        case "SPLIT" -> forEachOutcome(event, i -> position(condition, i).split(shares, i == 0, time));
        case "MERGE" -> forEachOutcome(event, i -> position(condition, i).merge(shares, i == 0, time));
        case "REDEMPTION" -> redeem(condition, event.getList("payouts"), shares, time);
        case "CONVERSION" -> convert(event.getList("given_up"), event.getList("gained"), shares, time);
        default -> throw new IllegalStateException(EVENTS + ".sql gives events that this class does not know: " + event.getString("kind"));
      }
    }

    /** Takes a published position up where it is, unless its events are replayed. */
    private void goOn(Outcome outcome, ClickHouseBinaryFormatReader row) {
      PublishedPosition before = PublishedPosition.of(row.getList("published"), row.getString("category"));
      published.put(outcome, before);
      if (row.getLong("usd") == 0) {
        positions.put(outcome, before.position());
      }
    }

    private void forEachOutcome(ClickHouseBinaryFormatReader event, IntConsumer each) {
      for (int i = 0; i < event.getInteger("outcome"); i++) {
        each.accept(i);
      }
    }

    /** Redeems all outcomes, and books what was paid on the first; without payouts, which are not known yet, it is only noted that the positions have to be replayed when they are. */
    private void redeem(String condition, List<Long> payouts, long usd, long time) {
      for (int i = 0; i < Math.max(payouts.size(), FEWEST_OUTCOMES); i++) {
        Position position = position(condition, i);
        position.redeem(i < payouts.size() ? BigInteger.valueOf(payouts.get(i)) : null, i == 0 ? usd : 0, time);
      }
    }

    /**
     * Gives up NO of some questions for YES of the others and collateral: NO goes at its own average, so nothing is earned; its cost less the collateral
     * returned becomes the price of the YES gained. The collateral is booked in equal parts to the questions given up, the remainder to the first of them.
     */
    private void convert(List<String> givenUp, List<String> gained, long shares, long time) {
      BigInteger sum = BigInteger.ZERO;
      BigInteger netSum = BigInteger.ZERO;
      BigInteger[] cash = BigInteger.valueOf(shares).multiply(BigInteger.valueOf(givenUp.size() - 1L)).divideAndRemainder(BigInteger.valueOf(givenUp.size()));
      BigInteger first = cash[0].add(cash[1]);
      for (String question : givenUp) {
        Position no = position(question, NO);
        sum = sum.add(no.averagePrice());
        netSum = netSum.add(no.netAveragePrice());
        no.convertFrom(shares, question.equals(givenUp.get(0)) ? first : cash[0], time);
      }
      if (gained.isEmpty()) {
        return;
      }
      BigInteger price = yesPrice(sum, givenUp.size(), gained.size());
      BigInteger netPrice = yesPrice(netSum, givenUp.size(), gained.size());
      gained.forEach(question -> position(question, YES).convertTo(shares, price, netPrice, time));
    }

    /** Returns the price of each YES gained: the mean price of the NO given up, for each of them, less the collateral returned. */
    private static BigInteger yesPrice(BigInteger sumOfNoPrices, int givenUp, int gained) {
      BigInteger count = BigInteger.valueOf(givenUp);
      return sumOfNoPrices.divide(count).multiply(count)
          .subtract(AverageCost.SCALE.multiply(count.subtract(BigInteger.ONE)))
          .divide(BigInteger.valueOf(gained));
    }

    private Position position(String condition, int index) {
      return positions.computeIfAbsent(new Outcome(condition, index), o -> new Position());
    }

    void endWallet() {
      Set<Outcome> outcomes = new TreeSet<>(positions.keySet());
      outcomes.addAll(published.keySet());
      for (Outcome outcome : outcomes) {
        rows.string(wallet).string(outcome.conditionId).int8(outcome.index);
        positions.getOrDefault(outcome, NONE).write(rows);
        rows.int8(positions.containsKey(outcome) ? 0 : 1);
        PublishedPosition.write(published.get(outcome), rows);
        rows.endRow();
      }
      positions.clear();
      published.clear();
      if (rows.rows() >= ROWS_OF_AN_INSERT) {
        insert();
      }
    }

    void insert() {
      if (rows.rows() > 0) {
        inserted += clickHouse.insert(NAME, COLUMNS, null, rows::writeTo);
        rows = new RowBinary();
      }
    }
  }
}
