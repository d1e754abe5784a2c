package io.cascadian.dev.simulator;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Simulates the trades of one event from its opening to its resolution.
 *
 * <p>Wallets give only what they have: makers sell from inventory or buy the complementary token (a minting match), sellers sell what
 * they hold. Sizes are hundredths of a share and prices whole cents, so that amounts are exact.
 */
final class EventTrading {

  private static final long CENT_SHARE = 10_000;
  private static final long UNIT = 1_000_000;
  private static final long FEE_BASIS_POINTS = 20;

  private final SimulatedEvent event;
  private final SimulatedWallets wallets;
  private final Books books;
  private final SplittableRandom random;
  private final TradingPace pace;
  private final long anchor;
  private final Map<Integer, Holding> holdings = new LinkedHashMap<>();
  private final int[] pool;
  private long keys;

  /** Receives what happens. */
  record Books(FillSink fills, ActivityRows activity, SimulatedPositions positions) {}

  EventTrading(SimulatedEvent event, SimulatedWallets wallets, Books books, SplittableRandom random, TradingPace pace, long anchor) {
    this.event = event;
    this.wallets = wallets;
    this.books = books;
    this.random = random;
    this.pace = pace;
    this.anchor = anchor;
    int matches = event.plannedMatches();
    pool = new int[12 + (int) StrictMath.pow(matches, 0.75)];
    for (int i = 0; i < pool.length; i++) {
      pool[i] = wallets.pick(random);
    }
  }

  private int conditions() {
    return event.conditionIds().size();
  }

  private Holding of(int wallet) {
    return holdings.computeIfAbsent(wallet, w -> new Holding(conditions()));
  }

  /**
   * @param until end of the simulated time; an event that is open then stops being traded
   * @param burst matches to crowd into one second
   */
  void run(long until, int burst) {
    long closes = (event.closes() == Long.MAX_VALUE ? until : event.closes()) - 60;
    prepare();
    long[] times = times(closes, burst);
    int[] order = shuffledConditions(times.length);
    for (int i = 0; i < times.length && times[i] <= until - 60; i++) {
      if (isQuiet(times[i])) {
        continue;
      }
      match(times[i], order[i]);
      if (i % 41 == 40) {
        merge(times[i], order[i]);
      }
      if (event.isNegRisk() && i % 53 == 52) {
        convert(times[i]);
      }
    }
    if (event.resolves() <= until) {
      settle(until);
    }
  }

  /** Returns the day after the anchor, in which no event may happen. */
  private boolean isQuiet(long time) {
    return time > anchor && time <= anchor + 86_400;
  }

  /** Lets market makers and hedgers mint sets to trade from. */
  private void prepare() {
    if (isQuiet(event.opens() + 30)) {
      return;
    }
    for (int c = 0; c < conditions(); c++) {
      split(event.opens() + 30, wallets.marketMaker(random), c, (200 + random.nextInt(2_000)) * UNIT);
    }
    for (int wallet : pool) {
      if (wallets.isHedger(wallet) && random.nextInt(4) == 0) {
        split(event.opens() + 31, wallet, random.nextInt(conditions()), (20 + random.nextInt(200)) * UNIT);
      }
    }
  }

  private void split(long time, int wallet, int condition, long amount) {
    of(wallet).split(condition, amount);
    books.activity.split(time, wallet, event.conditionIds().get(condition), amount);
  }

  /** Trading times in order, at the pace of the simulation. */
  private long[] times(long closes, int burst) {
    int matches = event.plannedMatches();
    long[] times = new long[matches + burst];
    double span = closes - event.opens() - 60;
    for (int i = 0; i < matches; i++) {
      times[i] = event.opens() + 60 + (long) (span * pace.at(random.nextDouble()));
    }
    Arrays.fill(times, matches, times.length, event.opens() + 60 + (long) (span * 0.7));
    Arrays.sort(times);
    return times;
  }

  private int[] shuffledConditions(int length) {
    int[] order = new int[length];
    int filled = 0;
    for (int c = 0; c < conditions(); c++) {
      for (int i = 0; i < event.matches()[c] && filled < length; i++) {
        order[filled++] = c;
      }
    }
    for (int i = length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swap = order[i];
      order[i] = order[j];
      order[j] = swap;
    }
    return order;
  }

  private void match(long time, int condition) {
    int taker = pool[random.nextInt(pool.length)];
    long yes = event.yesCents(condition, time, random.nextDouble());
    int better = event.betterOutcome(condition, yes);
    int outcome = random.nextDouble() < 0.5 + wallets.skill(taker) ? better : 1 - better;
    int sellable = sellable(taker, condition);
    boolean sells = sellable >= 0 && random.nextDouble() < 0.35;
    if (sells) {
      outcome = sellable;
    }
    long cents = outcome == 0 ? yes : 100 - yes;
    long size = Math.max(5, Math.round(wallets.stake(taker) * (0.3 + 2 * random.nextDouble()) * 100)) * CENT_SHARE;
    if (sells) {
      size = Math.min(size, of(taker).held(condition, outcome) / CENT_SHARE * CENT_SHARE);
    }
    trade(time, condition, outcome, taker, sells, cents, size);
  }

  /** Returns an outcome of which the wallet holds at least a hundredth of a share, or -1. */
  private int sellable(int wallet, int condition) {
    Holding holding = holdings.get(wallet);
    if (holding == null) {
      return -1;
    }
    return holding.held(condition, 0) >= 10 * CENT_SHARE ? 0 : holding.held(condition, 1) >= 10 * CENT_SHARE ? 1 : -1;
  }

  private void trade(long time, int condition, int outcome, int taker, boolean sells, long cents, long size) {
    long txKey = Hash.mix((long) event.number() << 32 | keys++);
    int legs = 1 + Math.min(random.nextInt(4), random.nextInt(4));
    long left = size / CENT_SHARE;
    for (int leg = 0; leg < legs && left > 0; leg++) {
      long part = leg == legs - 1 ? left : Math.max(1, left / (legs - leg) + random.nextLong(Math.max(1, left / 4)) - left / 8);
      part = Math.min(part, left);
      left -= part;
      int maker = maker(taker);
      Holding holding = of(maker);
      boolean complementary = sells
          ? holding.held(condition, 1 - outcome) >= part * CENT_SHARE && random.nextInt(3) == 0
          : holding.held(condition, outcome) < part * CENT_SHARE;
      boolean makerBuys = sells != complementary;
      fill(time, txKey, condition, complementary ? 1 - outcome : outcome, maker, holding, taker, makerBuys,
          complementary ? 100 - cents : cents, part * CENT_SHARE, 0, false);
    }
    boolean charged = random.nextInt(10) == 0;
    long usd = size / CENT_SHARE * cents * 100;
    long fee = charged ? (sells ? usd : size) * FEE_BASIS_POINTS / 10_000 : 0;
    fill(time, txKey, condition, outcome, taker, of(taker), event.isNegRisk() ? SimulatedWallets.NEG_RISK_EXCHANGE : SimulatedWallets.EXCHANGE,
        !sells, cents, size, fee, true);
  }

  private int maker(int taker) {
    int maker = random.nextInt(3) == 0 ? pool[random.nextInt(pool.length)] : wallets.marketMaker(random);
    return maker != taker ? maker : (taker + 1) % wallets.count();
  }

  private void fill(long time, long txKey, int condition, int outcome, int maker, Holding holding, int counterparty, boolean buys, long cents,
      long size, long fee, boolean takerLeg) {
    int token = event.firstToken() + condition * 2 + outcome;
    long usd = size / CENT_SHARE * cents * 100;
    long orderKey = Hash.mix(0x6f72646572000000L ^ ((long) event.number() << 32 | keys++));
    if (buys) {
      books.fills.add(Fill.of(time, txKey, orderKey, maker, counterparty, FillTable.USDC, token, usd, size, fee));
      holding.buy(condition, outcome, size, fee, usd);
    } else {
      books.fills.add(Fill.of(time, txKey, orderKey, maker, counterparty, token, FillTable.USDC, size, usd, fee));
      holding.sell(condition, outcome, size, usd, fee);
    }
    if (time <= anchor) {
      books.positions.fill(maker, buys ? -usd : usd, takerLeg);
    }
  }

  /** Lets a wallet that holds both outcomes turn sets back into collateral. */
  private void merge(long time, int condition) {
    for (Map.Entry<Integer, Holding> entry : holdings.entrySet()) {
      Holding holding = entry.getValue();
      long sets = holding.sets(condition) / 2 / CENT_SHARE * CENT_SHARE;
      if (sets >= UNIT && random.nextInt(3) == 0) {
        holding.split(condition, -sets);
        books.activity.merge(time, entry.getKey(), event.conditionIds().get(condition), sets);
        return;
      }
    }
  }

  /** Lets a wallet that holds NO of at least two questions convert them into YES of the others and collateral. */
  private void convert(long time) {
    for (Map.Entry<Integer, Holding> entry : holdings.entrySet()) {
      Holding holding = entry.getValue();
      long indexSet = 0;
      int count = 0;
      long amount = Long.MAX_VALUE;
      for (int c = 0; c < conditions() && count < conditions() - 1; c++) {
        if (holding.held(c, 1) >= UNIT) {
          indexSet |= 1L << c;
          count++;
          amount = Math.min(amount, holding.held(c, 1) / 2 / CENT_SHARE * CENT_SHARE);
        }
      }
      if (count >= 2 && random.nextInt(2) == 0) {
        holding.convert(indexSet, count, amount);
        books.activity.conversion(time, entry.getKey(), event.negRiskMarketId(), amount, indexSet, conditions());
        return;
      }
    }
  }

  /** Records what every wallet earned by the resolution; most wallets redeem. */
  private void settle(long until) {
    boolean counts = event.isResolvedBy(anchor);
    for (int c = 0; c < conditions(); c++) {
      long[] payout = event.payouts()[c];
      long denominator = SimulatedEvent.denominator(payout);
      if (counts) {
        books.positions.conditionResolved();
      }
      for (Map.Entry<Integer, Holding> entry : holdings.entrySet()) {
        Holding holding = entry.getValue();
        if (counts) {
          books.positions.realized(entry.getKey(), holding.realized(c, payout, denominator), holding.gross(c, payout, denominator));
        }
        long worth = holding.worth(c, payout, denominator);
        long time = event.resolves() + 600 + random.nextInt(5 * 86_400);
        if (worth > 0 && random.nextInt(10) < 7 && time <= until && !isQuiet(time)) {
          books.activity.redemption(time, entry.getKey(), event.conditionIds().get(c), worth);
        }
      }
    }
  }
}
