package io.cascadian.metrics;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Builds a bet of 10 USDC on Yes at 0.40 that was held for a day and lost; what a test is about is set. */
final class BetBuilder {

  static final long USD = Exact.MICROS_PER_USD;
  static final LocalDate AS_OF = LocalDate.of(2026, 6, 30);

  private final String condition;
  private final Map<Lag, Copy> copies = new EnumMap<>(Lag.class);
  private String category = "Politics";
  private String group;
  private List<String> tags = List.of();
  private long settled = seconds(AS_OF);
  private long held = 86_400;
  private long afterClose;
  private Long marketOpened;
  private long stake = 10 * USD;
  private long gross = -10 * USD;
  private long fees;
  private long oversold;
  private Side side = Side.YES;
  private double price = .4;
  private double payout;
  private Double close;
  private boolean isFlat;

  private BetBuilder(String condition) {
    this.condition = condition;
  }

  static BetBuilder bet(int number) {
    return new BetBuilder("c" + (1_000 + number));
  }

  /** Builds bets by their numbers from 0. */
  static List<Bet> bets(int count, IntFunction<BetBuilder> bet) {
    return IntStream.range(0, count).mapToObj(i -> bet.apply(i).build()).toList();
  }

  /** Returns noon of a day. */
  static long seconds(LocalDate day) {
    return day.atTime(12, 0).toEpochSecond(ZoneOffset.UTC);
  }

  BetBuilder daysAgo(int days) {
    settled = seconds(AS_OF.minusDays(days));
    return this;
  }

  BetBuilder settled(long seconds) {
    settled = seconds;
    return this;
  }

  BetBuilder hours(double hours) {
    held = Math.round(hours * 3_600);
    return this;
  }

  BetBuilder closedHoursBeforeSettlement(int hours) {
    afterClose = hours * 3_600L;
    return this;
  }

  BetBuilder marketOpened(Long seconds) {
    marketOpened = seconds;
    return this;
  }

  BetBuilder stake(double usd) {
    stake = Math.round(usd * USD);
    return this;
  }

  BetBuilder gross(double usd) {
    gross = Math.round(usd * USD);
    return this;
  }

  BetBuilder fees(double usd) {
    fees = Math.round(usd * USD);
    return this;
  }

  BetBuilder oversold() {
    oversold = 1;
    return this;
  }

  BetBuilder category(String name) {
    category = name;
    return this;
  }

  BetBuilder group(String name) {
    group = name;
    return this;
  }

  BetBuilder tags(String... names) {
    tags = List.of(names);
    return this;
  }

  BetBuilder side(Side label) {
    side = label;
    return this;
  }

  BetBuilder entry(double entryPrice, double paid) {
    price = entryPrice;
    payout = paid;
    return this;
  }

  BetBuilder flat() {
    isFlat = true;
    return this;
  }

  BetBuilder close(double closingPrice) {
    close = closingPrice;
    return this;
  }

  /** Adds a copy whose fills all have a price. */
  BetBuilder copied(Lag lag, double net, double entry) {
    return copied(lag, net, entry, stake);
  }

  BetBuilder copied(Lag lag, double net, Double entry, long pricedUsd) {
    copies.put(lag, new Copy(Math.round(net * USD), pricedUsd, entry));
    return this;
  }

  Bet build() {
    long shares = 25 * USD;
    Entry entry = isFlat ? null : new Entry(shares, Math.round(shares * price), payout, close);
    long closed = settled - afterClose;
    return new Bet(condition, category, group == null ? condition : group, tags, closed - held, closed, settled, marketOpened, stake, gross, fees, stake, oversold,
        side, entry, copies);
  }
}
