package io.cascadian.dev.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cascadian.dev.sandbox.Dataset;
import io.cascadian.dev.sandbox.EntityTable;
import io.cascadian.source.SandboxSimulation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Versions from 2 on of the simulation: what they have of the real market's tail, and that the newest adds up. */
@Tag("slow")
class SkewedMarketTest {

  private static final long ANCHOR = 1_760_000_000L;
  private static final long DAY = 86_400;
  private static final SimulationOptions OPTIONS = SimulationOptions.skewed(7, 1, ANCHOR, 1.0);
  private static final SimulationOptions VERSION_2 = SimulationOptions.of(new SandboxSimulation(2, 5, 0.1, ANCHOR, 1.0, false));
  private static final MarketSimulator.Result RESULT = MarketSimulator.generate(OPTIONS);
  private static final Map<String, Market> MARKETS = markets(RESULT.dataset());

  /** A condition: when it opens, closes and is resolved, by the catalogue and the resolutions; its group where it is in one. */
  private record Market(String condition, String group, long opens, Long closes, Long resolves, List<String> tokens) {}

  @Test
  void activity_zipf1_largestWalletHasATwentieth() {
    int[] fills = fillsByWallet(RESULT.dataset());

    assertThat(fills).hasSizeGreaterThan(10_000);
    assertThat((double) fills[0] / Arrays.stream(fills).sum()).isBetween(0.05, 0.12);
    assertThat(slope(fills, 1_000)).isCloseTo(-1.0, within(0.1));
  }

  @Test
  void activity_otherExponent_isTheSlopeOfRankAndSize() {
    for (double exponent : new double[] {0.7, 1.3}) {
      int[] fills = fillsByWallet(MarketSimulator.generate(SimulationOptions.ending(3, 150_000, 3_000, ANCHOR, exponent)).dataset());
      assertThat(slope(fills, 300)).as("exponent %s", exponent).isCloseTo(-exponent, within(0.15));
    }
  }

  @Test
  void lifetimes_areFromFiveMinutesToAYear() {
    // a plan alone, large enough for the rare ones
    long[] lifetimes = MarketSimulator.of(SimulationOptions.ending(7, 5_000_000, 100, ANCHOR, 1.0)).catalogue().stream()
        .filter(event -> event.endsAt() != null).mapToLong(event -> event.endsAt() - event.createdAt()).sorted().toArray();

    assertThat(lifetimes[lifetimes.length / 10]).isEqualTo(300);
    assertThat(lifetimes[lifetimes.length / 2]).isLessThan(DAY);
    assertThat(lifetimes[lifetimes.length * 9 / 10]).isBetween(DAY / 2, 30 * DAY);
    assertThat(lifetimes[lifetimes.length * 99 / 100]).isGreaterThan(15 * DAY);
    assertThat(lifetimes[lifetimes.length - 1]).isBetween(180 * DAY, 366 * DAY);
  }

  @Test
  void fills_ofADay_areMostlyInYoungConditions() {
    double fills = 0;
    double week = 0;
    double month = 0;
    EntityTable table = table(RESULT.dataset(), "OrderFilledEvent");
    for (int row = 0; row < table.size(); row++) {
      long time = (Long) table.value(row, 2);
      if (time > ANCHOR - 60 * DAY && time <= ANCHOR) {
        long age = time - MARKETS.get(token(table, row)).opens;
        fills++;
        week += age < 7 * DAY ? 1 : 0;
        month += age < 30 * DAY ? 1 : 0;
      }
    }
    assertThat(week / fills).isGreaterThan(0.5);
    assertThat(month / fills).isGreaterThan(0.7);
  }

  @Test
  void popularity_withinAKind_hasATail() {
    Map<String, Integer> fills = new HashMap<>();
    EntityTable table = table(RESULT.dataset(), "OrderFilledEvent");
    for (int row = 0; row < table.size(); row++) {
      Market market = MARKETS.get(token(table, row));
      if (market.closes != null && market.closes - market.opens == 300) {
        fills.merge(market.condition, 1, Integer::sum);
      }
    }
    int[] sorted = fills.values().stream().mapToInt(Integer::intValue).sorted().toArray();
    assertThat(sorted[sorted.length - 1]).isGreaterThan(20 * sorted[sorted.length / 2]);
  }

  @Test
  void outcomes_areReportedMinutesToWeeksAfterClosing() {
    long[] delays = MARKETS.values().stream().filter(m -> m.closes != null && m.resolves != null).mapToLong(m -> m.resolves - m.closes).sorted().toArray();

    assertThat(delays[0]).isPositive();
    assertThat(delays[delays.length / 2]).isLessThan(3_600);
    assertThat(delays[delays.length - 1]).isBetween(10 * DAY, 30 * DAY);
    assertThat(Arrays.stream(delays).filter(delay -> delay > DAY).count()).isGreaterThan(delays.length / 50);
  }

  @Test
  void corrections_replaceVersions_andRemovedEventsVanish() {
    EntityTable table = table(RESULT.dataset(), "OrderFilledEvent");
    Map<Object, List<Integer>> versions = new HashMap<>();
    for (int row = 0; row < table.size(); row++) {
      versions.computeIfAbsent(table.value(row, 0), id -> new ArrayList<>()).add(row);
    }
    int corrected = 0;
    int removed = 0;
    for (List<Integer> of : versions.values()) {
      int first = of.get(0);
      if (of.size() == 2) {
        int second = of.get(1);
        corrected++;
        assertThat(table.removedAtBlock(first)).isEqualTo(table.block(second)).isGreaterThan(table.block(first));
        assertThat(table.removedAtBlock(second)).isEqualTo(Long.MAX_VALUE);
        assertThat(table.value(second, 2)).isEqualTo(table.value(first, 2));
        assertThat(table.value(second, 8) + "/" + table.value(second, 9)).isNotEqualTo(table.value(first, 8) + "/" + table.value(first, 9));
      } else {
        assertThat(of).hasSize(1);
        removed += table.removedAtBlock(first) < Long.MAX_VALUE ? 1 : 0;
      }
    }
    assertThat(corrected).isGreaterThan(50);
    assertThat(removed).isGreaterThan(50);
  }

  @Test
  void sidesOfMatches_atAnyTime_payWhatTheyReceive() {
    EntityTable table = table(RESULT.dataset(), "OrderFilledEvent");

    assertThat(unbalancedMatches(table)).isEmpty();
    // one side alone was corrected there
    assertThat(unbalancedMatches(table(MarketSimulator.generate(VERSION_2).dataset(), "OrderFilledEvent"))).isNotEmpty();
  }

  /** Taken before there was a third version: data directories hold histories of version 2. */
  @Test
  void version2_isTheHistoryOfOldSeeds() {
    assertThat(MarketSimulatorTest.digest(MarketSimulator.generate(VERSION_2))).isEqualTo("56971ddcb16f56b394e64693d2d785dd9dcf05173f6e62f11794546d8fbd8d24");
  }

  @Test
  void holdings_overAllWallets_areCompleteSets() {
    Map<String, Long> shares = netShares();
    Map<String, Long> converted = new HashMap<>();
    EntityTable conversions = table(RESULT.dataset(), "NegRiskConversion");
    for (int row = 0; row < conversions.size(); row++) {
      converted.merge((String) conversions.value(row, 3), (Long) conversions.value(row, 4), Long::sum);
    }
    assertThat(converted).isNotEmpty();
    for (Market market : Set.copyOf(MARKETS.values())) {
      // a conversion takes NO of some questions and gives YES of the others: as many in each
      long yes = shares.getOrDefault(market.tokens.get(0), 0L);
      long no = shares.getOrDefault(market.tokens.get(1), 0L);
      assertThat(yes - no).as(market.condition).isEqualTo(market.group == null ? 0 : converted.getOrDefault(market.group, 0L));
    }
  }

  @Test
  void profitsBeforeFees_overAllWallets_sumUpToZero() {
    Map<String, GroundTruth.Account> accounts = RESULT.groundTruth().wallets();
    long sum = accounts.values().stream().mapToLong(GroundTruth.Account::grossPnl).sum();

    assertThat(accounts.values()).anyMatch(account -> Math.abs(account.realizedPnl()) > 1_000_000_000L);
    // payouts are truncated to millionths for each wallet and outcome
    assertThat(Math.abs(sum)).isLessThan(RESULT.groundTruth().fills());
    assertThat(accounts.values()).allMatch(account -> account.realizedPnl() <= account.grossPnl()).anyMatch(account -> account.realizedPnl() < account.grossPnl());
  }

  @Test
  void redemptions_followTheirResolution() {
    EntityTable redemptions = table(RESULT.dataset(), "Redemption");
    Map<String, Market> byCondition = new HashMap<>();
    MARKETS.values().forEach(market -> byCondition.put(market.condition, market));
    assertThat(redemptions.size()).isGreaterThan(1_000);
    for (int row = 0; row < redemptions.size(); row++) {
      Long resolves = byCondition.get(redemptions.value(row, 3)).resolves;
      assertThat(resolves).as("resolution of %s", redemptions.value(row, 3)).isNotNull().isLessThan((Long) redemptions.value(row, 1));
    }
  }

  @Test
  void dayAfterTheAnchor_isQuietAndLifeGoesOn() {
    long later = 0;
    for (EntityTable table : List.of(table(RESULT.dataset(), "OrderFilledEvent"), table(RESULT.dataset(), "Redemption"), table(RESULT.dataset(), "Split"))) {
      int time = table.type().indexOf("timestamp");
      for (int row = 0; row < table.size(); row++) {
        long at = (Long) table.value(row, time);
        assertThat(at > ANCHOR && at <= ANCHOR + DAY).isFalse();
        later += at > ANCHOR ? 1 : 0;
      }
    }
    assertThat(later).isGreaterThan(1_000);
    assertThat(MARKETS.values()).noneMatch(m -> m.resolves != null && m.resolves > ANCHOR && m.resolves <= ANCHOR + DAY);
  }

  @Test
  void sameOptions_sameHistory_inAnyZoneAndLanguage() {
    SimulationOptions small = SimulationOptions.skewed(5, 0.1, ANCHOR, 1.0);
    String here = MarketSimulatorTest.digest(MarketSimulator.generate(small));
    TimeZone zone = TimeZone.getDefault();
    Locale locale = Locale.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(MarketSimulatorTest.digest(MarketSimulator.generate(small))).isEqualTo(here);
    } finally {
      TimeZone.setDefault(zone);
      Locale.setDefault(locale);
    }
    assertThat(MarketSimulatorTest.digest(MarketSimulator.generate(SimulationOptions.skewed(6, 0.1, ANCHOR, 1.0)))).isNotEqualTo(here);
  }

  @Test
  void parts_areTheWholeHistory() {
    SimulationOptions small = SimulationOptions.skewed(5, 0.2, ANCHOR, 1.0);
    Set<String> whole = new TreeSet<>();
    Dataset dataset = MarketSimulator.generate(small).dataset();
    List.of("OrderFilledEvent", "Split", "Merge", "Redemption", "NegRiskConversion").forEach(name -> add(table(dataset, name), whole));
    Set<String> parts = new TreeSet<>();
    List<Integer> sizes = new ArrayList<>();

    MarketSimulator.of(small).forEachPart(5_000, part -> {
      sizes.add(part.fills().size());
      part.tables().forEach(table -> add(table, parts));
    });

    assertThat(parts).isEqualTo(whole);
    assertThat(sizes).hasSizeGreaterThan(5);
  }

  @Test
  void withoutOldest_theLastDayIsAsItWas() {
    SimulationOptions small = SimulationOptions.ending(5, 100_000, 2_000, ANCHOR, 1.0);
    Set<String> day = new TreeSet<>();
    long all = fills(MarketSimulator.of(small), day);
    Set<String> sameDay = new TreeSet<>();
    long half = fills(MarketSimulator.of(small).withoutOldest(0.5), sameDay);

    assertThat((double) all).isCloseTo(100_000, within(15_000.0));
    assertThat((double) half / all).isBetween(0.4, 0.6);
    assertThat(day).hasSizeGreaterThan(100).isEqualTo(sameDay);
  }

  @Test
  void version_thatDoesNotExist_isRefused() {
    assertThatThrownBy(() -> new SimulationOptions(4, 7, 1, ANCHOR, 1, 1, 1, 1)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("1 to 3");
  }

  /** Returns the transactions of which, at a block at which one of their fills comes or goes, cash is more or less than the sets that were minted or given back. */
  private static Set<Object> unbalancedMatches(EntityTable fills) {
    Map<Object, List<Integer>> matches = new HashMap<>();
    for (int row = 0; row < fills.size(); row++) {
      matches.computeIfAbsent(fills.value(row, 1), tx -> new ArrayList<>()).add(row);
    }
    Set<Object> unbalanced = new HashSet<>();
    matches.forEach((tx, rows) -> {
      Set<Long> blocks = new HashSet<>();
      rows.forEach(row -> blocks.addAll(List.of(fills.block(row), fills.removedAtBlock(row))));
      for (long block : blocks) {
        long cash = 0;
        Map<String, Long> shares = new HashMap<>();
        for (int row : rows) {
          if (fills.block(row) <= block && block < fills.removedAtBlock(row)) {
            boolean buys = fills.value(row, 6).equals("0");
            cash += buys ? -(Long) fills.value(row, 8) : (Long) fills.value(row, 9);
            shares.merge(token(fills, row), buys ? (Long) fills.value(row, 9) : -(Long) fills.value(row, 8), Long::sum);
          }
        }
        // of a match without mints the shares come to 0, else there are as many of both outcomes
        long sets = shares.values().stream().mapToLong(Long::longValue).filter(left -> left != 0).findFirst().orElse(0);
        if (cash + sets != 0) {
          unbalanced.add(tx);
        }
      }
    });
    return unbalanced;
  }

  /** Counts fills, and collects those of the last day. */
  private static long fills(MarketSimulator simulator, Set<String> day) {
    long[] count = new long[1];
    simulator.forEachPart(20_000, part -> {
      count[0] += part.fills().size();
      for (int row = 0; row < part.fills().size(); row++) {
        if ((Long) part.fills().value(row, 2) > ANCHOR - DAY) {
          day.add(text(part.fills(), row));
        }
      }
    });
    return count[0];
  }

  private static void add(EntityTable table, Set<String> to) {
    for (int row = 0; row < table.size(); row++) {
      to.add(table.type().name() + text(table, row));
    }
  }

  private static String text(EntityTable table, int row) {
    StringBuilder text = new StringBuilder();
    for (int field = 0; field < table.type().fields().size(); field++) {
      // ids of activities are numbered through
      text.append(field == 0 && !table.type().name().equals("OrderFilledEvent") ? "" : table.value(row, field)).append(' ');
    }
    return text.append(table.block(row)).append(' ').append(table.removedAtBlock(row)).toString();
  }

  /** Shares by token as they were traded, fees not deducted, from what stays in the end. */
  private static Map<String, Long> netShares() {
    Map<String, Long> shares = new HashMap<>();
    EntityTable fills = table(RESULT.dataset(), "OrderFilledEvent");
    for (int row = 0; row < fills.size(); row++) {
      if (fills.removedAtBlock(row) == Long.MAX_VALUE) {
        boolean buys = fills.value(row, 6).equals("0");
        shares.merge(token(fills, row), buys ? (Long) fills.value(row, 9) : -(Long) fills.value(row, 8), Long::sum);
      }
    }
    Map<String, Market> byCondition = new HashMap<>();
    MARKETS.values().forEach(market -> byCondition.put(market.condition, market));
    for (String kind : List.of("Split", "Merge")) {
      EntityTable table = table(RESULT.dataset(), kind);
      for (int row = 0; row < table.size(); row++) {
        long amount = (Long) table.value(row, 4) * (kind.equals("Split") ? 1 : -1);
        byCondition.get(table.value(row, 3)).tokens.forEach(token -> shares.merge(token, amount, Long::sum));
      }
    }
    Map<String, List<Market>> groups = new HashMap<>();
    RESULT.dataset().events().forEach(event ->
        groups.put(event.negRiskMarketId(), event.markets().stream().map(market -> byCondition.get(market.conditionId())).toList()));
    EntityTable conversions = table(RESULT.dataset(), "NegRiskConversion");
    for (int row = 0; row < conversions.size(); row++) {
      List<Market> questions = groups.get(conversions.value(row, 3));
      for (int q = 0; q < questions.size(); q++) {
        boolean given = ((Long) conversions.value(row, 5) >> q & 1) == 1;
        shares.merge(questions.get(q).tokens.get(given ? 1 : 0), given ? -(Long) conversions.value(row, 4) : (Long) conversions.value(row, 4), Long::sum);
      }
    }
    return shares;
  }

  /** Fills of each wallet, the most first. */
  private static int[] fillsByWallet(Dataset dataset) {
    EntityTable table = table(dataset, "OrderFilledEvent");
    Map<Object, Integer> fills = new HashMap<>();
    for (int row = 0; row < table.size(); row++) {
      fills.merge(table.value(row, 4), 1, Integer::sum);
    }
    return fills.values().stream().sorted((a, b) -> b - a).mapToInt(Integer::intValue).toArray();
  }

  /** Slope of the line through the logarithms of rank and size. */
  private static double slope(int[] sizes, int ranks) {
    double x = 0;
    double y = 0;
    double xx = 0;
    double xy = 0;
    for (int rank = 1; rank <= ranks; rank++) {
      double logRank = Math.log(rank);
      double logSize = Math.log(sizes[rank - 1]);
      x += logRank;
      y += logSize;
      xx += logRank * logRank;
      xy += logRank * logSize;
    }
    return (ranks * xy - x * y) / (ranks * xx - x * x);
  }

  private static String token(EntityTable fills, int row) {
    return (String) fills.value(row, fills.value(row, 6).equals("0") ? 7 : 6);
  }

  private static EntityTable table(Dataset dataset, String entity) {
    return dataset.subgraphs().values().stream().flatMap(List::stream).filter(t -> t.type().name().equals(entity)).findFirst().orElseThrow();
  }

  /** Markets by token. */
  private static Map<String, Market> markets(Dataset dataset) {
    Map<String, Long> resolved = new HashMap<>();
    dataset.resolutions().forEach(resolution -> resolved.put(resolution.conditionId(), resolution.resolvedAt()));
    Map<String, Market> markets = new HashMap<>();
    Set<String> conditions = new HashSet<>();
    for (Dataset.Event event : dataset.events()) {
      for (Dataset.Market market : event.markets()) {
        assertThat(conditions.add(market.conditionId())).isTrue();
        Market known = new Market(
            market.conditionId(), event.negRiskMarketId(), event.createdAt(), market.closedAt(), resolved.get(market.conditionId()), market.tokenIds());
        market.tokenIds().forEach(token -> markets.put(token, known));
      }
    }
    return markets;
  }
}
