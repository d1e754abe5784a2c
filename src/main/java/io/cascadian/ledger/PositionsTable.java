package io.cascadian.ledger;

import com.clickhouse.data.ClickHouseFormat;
import io.cascadian.publish.Portion;
import io.cascadian.publish.TableWriter;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.RowBinary;
import io.cascadian.store.RowBinaryReader;
import io.cascadian.store.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
  private static final int ROWS_OF_AN_INSERT = 100_000;
  /** Kinds of {@code sql/ledger/events.sql}, in the order in which they count within a second. */
  private static final int PUBLISHED = 0;
  private static final int SPLIT = 1;
  private static final int BUY = 2;
  private static final int CONVERSION = 3;
  private static final int SELL = 4;
  private static final int MERGE = 5;
  private static final int REDEMPTION = 6;
  private static final int YES = 0;
  private static final int NO = 1;
  /** Outcomes of a condition whose payout is not known: every condition of the exchanges has two. */
  private static final int FEWEST_OUTCOMES = 2;

  @Override
  public long write(ClickHouse clickHouse, Portion portion) {
    if (portion.everything() && !portion.outdated().contains(CHECKPOINTS)) {
      return clickHouse.execute(Sql.load("ledger/positions-of-checkpoints"), portion.parameters());
    }
    try (BackgroundInserts inserts = new BackgroundInserts(clickHouse, NAME, COLUMNS);
        InputStream events = clickHouse.open(null, Sql.load(EVENTS), portion.parameters(), ClickHouseFormat.RowBinary)) {
      Pass pass = new Pass(inserts);
      RowBinaryReader rows = new RowBinaryReader(events);
      while (rows.hasNext()) {
        pass.event(rows);
      }
      pass.endWallet();
      pass.insert();
      return inserts.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Outcome(String conditionId, int index) implements Comparable<Outcome> {
    @Override
    public int compareTo(Outcome other) {
      int byCondition = conditionId.compareTo(other.conditionId);
      return byCondition != 0 ? byCondition : Integer.compare(index, other.index);
    }
  }

  private static final class Pass {

    private final BackgroundInserts inserts;
    private Map<Outcome, Position> positions = new HashMap<>();
    private Map<Outcome, PublishedPosition> published = new HashMap<>();
    private String wallet = "";
    private RowBinary rows = new RowBinary();

    Pass(BackgroundInserts inserts) {
      this.inserts = inserts;
    }

    /** Reads a row, column by column, and applies it. */
    void event(RowBinaryReader row) {
      String of = row.string();
      if (!of.equals(wallet)) {
        endWallet();
        wallet = of;
      }
      int kind = row.uint8();
      String condition = row.string();
      int outcome = (int) row.uint32();
      long time = row.uint32();
      long shares = row.int64();
      long usd = row.int64();
      long feeShares = row.int64();
      long feeUsd = row.int64();
      long[] payouts = row.int64s();
      List<String> givenUp = row.strings();
      List<String> gained = row.strings();
      List<BigInteger> former = row.int128s();
      String category = row.string();
      switch (kind) {
        case PUBLISHED -> goOn(new Outcome(condition, outcome), PublishedPosition.of(former, category), usd != 0);
        case BUY -> position(condition, outcome).buy(shares, usd, feeShares, feeUsd, time);
        case SELL -> position(condition, outcome).sell(shares, usd, feeUsd, time);
        case SPLIT -> {
          for (int i = 0; i < outcome; i++) {
            position(condition, i).split(shares, i == 0, time);
          }
        }
        case MERGE -> {
          for (int i = 0; i < outcome; i++) {
            position(condition, i).merge(shares, i == 0, time);
          }
        }
        case REDEMPTION -> redeem(condition, payouts, shares, time);
        case CONVERSION -> convert(givenUp, gained, shares, time);
        default -> throw new IllegalStateException(EVENTS + ".sql gives events that this class does not know: " + kind);
      }
    }

    /** Takes a published position up where it is, unless its events are replayed. */
    private void goOn(Outcome outcome, PublishedPosition before, boolean replayed) {
      published.put(outcome, before);
      if (!replayed) {
        positions.put(outcome, before.position());
      }
    }

    /** Redeems all outcomes, and books what was paid on the first; without payouts, which are not known yet, it is only noted that the positions have to be replayed when they are. */
    private void redeem(String condition, long[] payouts, long usd, long time) {
      for (int i = 0; i < Math.max(payouts.length, FEWEST_OUTCOMES); i++) {
        position(condition, i).redeem(i < payouts.length ? payouts[i] : Position.UNKNOWN, i == 0 ? usd : 0, time);
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
          .subtract(LargeAverageCost.SCALE.multiply(count.subtract(BigInteger.ONE)))
          .divide(BigInteger.valueOf(gained));
    }

    private Position position(String condition, int index) {
      return positions.computeIfAbsent(new Outcome(condition, index), o -> new Position());
    }

    void endWallet() {
      List<Outcome> outcomes = new ArrayList<>(positions.keySet());
      // of which no event is left
      published.keySet().stream().filter(outcome -> !positions.containsKey(outcome)).forEach(outcomes::add);
      // in the order of the table, so that ClickHouse need not sort them
      Collections.sort(outcomes);
      outcomes.forEach(outcome -> write(outcome, positions.get(outcome), published.isEmpty() ? null : published.get(outcome)));
      // new ones: emptying those of a wallet with many positions costs as much again for each wallet after it
      positions = new HashMap<>();
      published = new HashMap<>();
      if (rows.rows() >= ROWS_OF_AN_INSERT) {
        insert();
      }
    }

    private void write(Outcome outcome, Position position, PublishedPosition before) {
      rows.string(wallet).string(outcome.conditionId).int8(outcome.index);
      (position == null ? NONE : position).write(rows);
      rows.int8(position == null ? 1 : 0);
      PublishedPosition.write(before, rows);
      rows.endRow();
    }

    void insert() {
      inserts.insert(rows);
      rows = new RowBinary();
    }
  }
}
