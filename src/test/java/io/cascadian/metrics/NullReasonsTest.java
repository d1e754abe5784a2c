package io.cascadian.metrics;

import static io.cascadian.metrics.BetBuilder.AS_OF;
import static io.cascadian.metrics.BetBuilder.bet;
import static io.cascadian.metrics.BetBuilder.bets;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reaches each reason of a NULL of each metric by a wallet that has it. */
class NullReasonsTest {

  enum Wallet { EMPTY, ONE_DAY, OVERSOLD, WINNING, CONSTANT, UNPRICED, FALLEN, WITHOUT_DAYS, RUINED }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(delimiter = '|', textBlock = """
      EMPTY        | too_few            | 1-4 9 10 12-16 23-34 38-53 55-66 69-72 74-78 80-83 85-92 94 98 101 102
      ONE_DAY      | too_few            | 1-8 11 13 25-29 35-37 44 48-50 55-57 60-62 64 72 77 78 81-88 90 91 94
      OVERSOLD     | incomplete_history | 1-21 24-32 35-53 55-66 69-72 74-78 80-92 94 98 101 102
      WINNING      | no_losses          | 1-5 7 8 14 18 21 38 48-50 55-57 60 63 85 90
      CONSTANT     | zero_variance      | 6 27 28 61 62
      UNPRICED     | no_price           | 5-8 11 17-21 30-32 35-37 45-53 55 63 82 84 89 90 101 102
      FALLEN       | not_recovered      | 21
      WITHOUT_DAYS | no_input           | 5-8 10 11 17-21 35-38 45-47 54 63-65 67 68 73 79 81 84 93 95-97 99 100
      RUINED       | sign               | 5-8 11 35-37 45-47 55 63 70
      """)
  void wallet_hasNullsForReason(Wallet wallet, String reason, String numbers) {
    assertThat(nulls(wallet).getOrDefault(NullReason.valueOf(reason.toUpperCase(Locale.ROOT)), Set.of()).stream().map(Metric::number))
        .containsExactlyElementsOf(numbers(numbers));
  }

  @Test
  void everyReasonOfEveryMetric_isReached() {
    Map<Metric, Set<NullReason>> reached = new EnumMap<>(Metric.class);
    Map<Metric, Set<NullReason>> declared = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      reached.put(metric, EnumSet.noneOf(NullReason.class));
      declared.put(metric, metric.reasons());
    }
    for (Wallet wallet : Wallet.values()) {
      nulls(wallet).forEach((reason, metrics) -> metrics.forEach(metric -> reached.get(metric).add(reason)));
    }
    assertThat(reached).isEqualTo(declared);
  }

  private static Map<NullReason, Set<Metric>> nulls(Wallet wallet) {
    MetricRow row = WalletMetrics.compute(facts(wallet), AS_OF, wallet == Wallet.RUINED ? Window.DAYS_90 : Window.LIFETIME);
    return Arrays.stream(Metric.values()).filter(metric -> row.get(metric).isMissing()).collect(Collectors.groupingBy(
        metric -> ((MetricValue.Missing) row.get(metric)).reason(), () -> new EnumMap<>(NullReason.class), Collectors.toCollection(() -> EnumSet.noneOf(Metric.class))));
  }

  private static Facts facts(Wallet wallet) {
    return switch (wallet) {
      case EMPTY -> facts(List.of(), List.of());
      case ONE_DAY -> facts(List.of(bet(1).close(.5).build()), DayBuilder.marked(100));
      case OVERSOLD -> facts(bets(60, i -> bet(i).daysAgo(i / 3).oversold()), oversold());
      // one bet a day for four months, all with a price and a copy, and equity that only rises
      case WINNING -> facts(bets(120, i -> copied(bet(i).daysAgo(i).gross(1), 1)), DayBuilder.marked(IntStream.range(0, 125).mapToDouble(i -> 101 + i).toArray()));
      case CONSTANT -> facts(bets(20, BetBuilder::bet), DayBuilder.marked(IntStream.range(0, 31).mapToDouble(i -> 200 * Math.pow(2, i)).toArray()));
      case UNPRICED -> facts(bets(30, i -> bet(i).daysAgo(i).gross(i % 2 == 0 ? 5 : -5)),
          IntStream.range(0, 70).mapToObj(i -> DayBuilder.day(AS_OF.minusDays(69L - i), -1, null)).toList());
      case FALLEN -> facts(List.of(), DayBuilder.marked(100, 90, 95));
      case WITHOUT_DAYS -> facts(bets(20, i -> bet(i).daysAgo(i).gross(i % 2 == 0 ? 5 : -5)), List.of());
      // lost all 100 days ago, and was given shares that had a price later; fees make losses of what was won
      case RUINED -> facts(bets(12, i -> copied(bet(i).daysAgo(i).gross(1).fees(3), -4)), IntStream.range(0, 120)
          .mapToObj(i -> DayBuilder.day(AS_OF.minusDays(119L - i), i == 0 ? -100 : 0, i < 20 ? 100.0 : i < 119 ? 0 : 5.0)).toList());
    };
  }

  private static BetBuilder copied(BetBuilder bet, double net) {
    return bet.copied(Lag.SECONDS_30, net, .4).copied(Lag.MINUTES_2, net, .4).copied(Lag.MINUTES_5, net, .4).close(.5);
  }

  private static List<WalletDay> oversold() {
    long noon = BetBuilder.seconds(AS_OF.minusDays(69));
    WalletDay first = new WalletDay(AS_OF.minusDays(69), noon, noon, 5, 0, 1, 1, 1L, 1L, 1);
    return List.of(first, DayBuilder.day(AS_OF, 0, 1.0));
  }

  private static Facts facts(List<Bet> bets, List<WalletDay> days) {
    return new Facts("0xwallet", bets, days);
  }

  private static List<Integer> numbers(String text) {
    return Arrays.stream(text.strip().split("\\s+")).flatMapToInt(part -> {
      String[] bounds = part.split("-");
      return IntStream.rangeClosed(Integer.parseInt(bounds[0]), Integer.parseInt(bounds[bounds.length - 1]));
    }).boxed().toList();
  }
}
