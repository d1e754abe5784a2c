package io.cascadian.metrics;

import static io.cascadian.metrics.BetBuilder.AS_OF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Holds what has to be true of the metrics of any wallet. */
class MetricIdentitiesTest {

  private static final int DAYS = 250;
  private static final List<String> CATEGORIES = List.of("Crypto", "Politics", "Sports");
  private static final List<Metric> OWN_HORIZON = List.of(Metric.OMEGA_MOMENTUM_30D, Metric.OMEGA_MOMENTUM_90D, Metric.PNL_TREND_30D, Metric.PNL_ACCELERATION,
      Metric.CLV_MOMENTUM_30D, Metric.EV_HR_MOMENTUM_30D, Metric.DRAWDOWN_TREND_60D);

  /** Draws a wallet of up to 80 bets in up to 250 days: some oversold, without stake, entry, price or copy. */
  @Provide
  Arbitrary<Facts> wallets() {
    return Arbitraries.longs().map(seed -> wallet(new Random(seed)));
  }

  @Property(tries = 20)
  void metrics_areAllComputed_forAnyWallet(@ForAll("wallets") Facts facts) {
    for (Window window : Window.values()) {
      MetricRow row = WalletMetrics.compute(facts, AS_OF, window);
      assertThat(Metric.values()).allSatisfy(metric -> assertThat(row.get(metric)).isNotNull());
    }
  }

  @Property(tries = 20)
  void inputOrder_doesNotMatter(@ForAll("wallets") Facts facts, @ForAll Random random) {
    List<Bet> bets = new ArrayList<>(facts.bets());
    List<WalletDay> days = new ArrayList<>(facts.days());
    Collections.shuffle(bets, random);
    Collections.shuffle(days, random);
    assertSame(WalletMetrics.compute(new Facts(facts.wallet(), bets, days), AS_OF, Window.LIFETIME), WalletMetrics.compute(facts, AS_OF, Window.LIFETIME));
  }

  @Property(tries = 20)
  void laterFacts_changeNothing(@ForAll("wallets") Facts facts) {
    LocalDate earlier = AS_OF.minusDays(40);
    long end = earlier.plusDays(1).toEpochDay() * 86_400;
    Facts known = new Facts(facts.wallet(), facts.bets().stream().filter(bet -> bet.settled() < end).toList(),
        facts.days().stream().filter(day -> !day.day().isAfter(earlier)).toList());
    for (Window window : Window.values()) {
      assertSame(WalletMetrics.compute(facts, earlier, window), WalletMetrics.compute(known, earlier, window));
    }
  }

  @Property(tries = 20)
  void categories_addUp(@ForAll("wallets") Facts facts) {
    BigDecimal net = BigDecimal.ZERO;
    double bets = 0;
    long gains = 0;
    long losses = 0;
    for (Facts category : facts.byCategory(Map.of()).values()) {
      MetricRow row = WalletMetrics.compute(category, AS_OF, Window.DAYS_90);
      net = net.add(amount(row.get(Metric.NET_PNL_USD)));
      bets += Digits.number(row.get(Metric.RESOLVED_BETS));
      GainsAndLosses parts = ProfitMetrics.net(new Slice(category, AS_OF, Window.DAYS_90).settled().items());
      gains += parts.gains();
      losses += parts.losses();
    }
    MetricRow all = WalletMetrics.compute(facts, AS_OF, Window.DAYS_90);
    GainsAndLosses total = ProfitMetrics.net(new Slice(facts, AS_OF, Window.DAYS_90).settled().items());
    assertThat(net).isEqualByComparingTo(amount(all.get(Metric.NET_PNL_USD)));
    assertThat(bets).isEqualTo(Digits.number(all.get(Metric.RESOLVED_BETS)));
    assertThat(gains).isEqualTo(total.gains());
    assertThat(losses).isEqualTo(total.losses());
    assertThat(BigDecimal.valueOf(gains - losses, 6)).isEqualByComparingTo(net);
  }

  @Property(tries = 20)
  void partsOfEdge_addUpToNetPnl(@ForAll("wallets") Facts facts) {
    MetricRow row = WalletMetrics.compute(facts, AS_OF, Window.LIFETIME);
    if (row.get(Metric.EDGE_SOURCE_DECOMP_JSON) instanceof MetricValue.Entries parts) {
      BigDecimal sum = parts.values().values().stream().map(MetricIdentitiesTest::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
      assertThat(sum).isEqualByComparingTo(amount(row.get(Metric.NET_PNL_USD)));
    }
  }

  @Property(tries = 20)
  void windows_nest(@ForAll("wallets") Facts facts) {
    double wider = Double.MAX_VALUE;
    for (Window window : List.of(Window.LIFETIME, Window.DAYS_180, Window.DAYS_90, Window.DAYS_30)) {
      double bets = Digits.number(WalletMetrics.compute(facts, AS_OF, window).get(Metric.RESOLVED_BETS));
      assertThat(bets).isLessThanOrEqualTo(wider);
      wider = bets;
    }
  }

  @Property(tries = 20)
  void hitRateTimesBets_isInteger(@ForAll("wallets") Facts facts) {
    MetricRow row = WalletMetrics.compute(facts, AS_OF, Window.DAYS_180);
    if (!row.get(Metric.HIT_RATE).isMissing()) {
      double wins = row.number(Metric.HIT_RATE) * row.number(Metric.RESOLVED_BETS);
      assertThat(wins).isCloseTo(Math.rint(wins), within(1e-9));
    }
  }

  @Property(tries = 20)
  void ownHorizons_areTheSameInAllWindows(@ForAll("wallets") Facts facts) {
    MetricRow lifetime = WalletMetrics.compute(facts, AS_OF, Window.LIFETIME);
    for (Window window : Window.values()) {
      MetricRow row = WalletMetrics.compute(facts, AS_OF, window);
      assertThat(OWN_HORIZON).allSatisfy(metric -> assertThat(row.get(metric)).isEqualTo(lifetime.get(metric)));
    }
  }

  @Property(tries = 20)
  void equity_isNeverNegative(@ForAll("wallets") Facts facts) {
    for (double point : EquityCurve.of(facts.days(), AS_OF).last(Integer.MAX_VALUE).equity()) {
      assertThat(point).isNotNegative();
    }
  }

  private static void assertSame(MetricRow actual, MetricRow expected) {
    assertThat(Metric.values()).allSatisfy(metric -> assertThat(actual.get(metric)).as(metric.column()).isEqualTo(expected.get(metric)));
  }

  /** Returns an amount, and 0 for a NULL. */
  private static BigDecimal amount(MetricValue value) {
    return value instanceof MetricValue.Amount amount ? amount.usd() : BigDecimal.ZERO;
  }

  private static Facts wallet(Random random) {
    List<Bet> bets = new ArrayList<>();
    int count = random.nextInt(80);
    for (int i = 0; i < count; i++) {
      BetBuilder bet = BetBuilder.bet(i).daysAgo(random.nextInt(DAYS)).hours(random.nextInt(200)).category(CATEGORIES.get(random.nextInt(CATEGORIES.size())))
          .stake(random.nextInt(4) * 7.7).gross(random.nextInt(2_000) / 100.0 - 10).fees(random.nextInt(3) / 10.0)
          .entry(.05 + .9 * random.nextDouble(), random.nextInt(3) / 2.0).tags("tag" + random.nextInt(2)).side(Side.values()[random.nextInt(3)]);
      if (random.nextInt(10) == 0) {
        bet.oversold();
      }
      if (random.nextInt(5) == 0) {
        bet.flat();
      }
      if (random.nextInt(3) > 0) {
        bet.close(random.nextDouble()).copied(Lag.MINUTES_5, random.nextInt(20) - 10, random.nextDouble());
      }
      bets.add(bet.build());
    }
    List<WalletDay> days = new ArrayList<>();
    for (int i = 0; i < DAYS; i++) {
      if (random.nextInt(3) > 0) {
        days.add(DayBuilder.day(AS_OF.minusDays(DAYS - 1L - i), random.nextInt(200) - 100, random.nextInt(300) * 1.0));
      }
    }
    return new Facts("0xwallet", bets, days);
  }
}
