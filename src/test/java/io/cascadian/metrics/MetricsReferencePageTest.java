package io.cascadian.metrics;

import io.cascadian.docs.GeneratedPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Writes docs/metrics-reference.md from the list of metrics. */
class MetricsReferencePageTest {

  @Test
  void metricsReference_isUpToDate() throws IOException {
    GeneratedPage.check(Path.of("docs/metrics-reference.md"), page());
  }

  private static String page() {
    List<Metric> all = List.of(Metric.values());
    StringBuilder page = new StringBuilder("""
        # Metrics of wallets

        <!-- written by the build from io.cascadian.metrics.Metric: -Ddocs.write=true -->

        **No table has these metrics yet.** This page is the list that they will be published by: the program computes them from bets and days, and reads neither yet.

        **Bet**: a wallet's resolved condition. P&L is net, after fees, unless gross is named; *stake* is the peak of what was paid and not received back. A bet
        in which shares were given up whose purchase is unknown is in no metric.
        **Equity** of a day: bankroll, cash received less paid, and the worth of what is held at the last taker price, after the settlement at the payout. *Bankroll*
        is the least capital that pays for everything without deposits, at least 1 USDC. Returns are of all calendar days.
        **Windows** are WINDOWS. They end with the UTC day as of which they are computed; the column *window by* names what puts an observation into
        one. Metrics of a category are computed from its bets and its own cash alone.

        ## Choices

        - *By time of the fill*: #24, #71, #72, #87 and #98 count the bets that are settled and whose first fill is in the window, so that numerator and denominator are of
          the same bets; #33, #34 and #66 count fills.
        - *Equity* is of calendar days, whether there is a fill or not. A wallet that lost everything has returns of 0 from then on; equity that comes from nothing
          has no return, and what needs one is NULL for `sign`. Drawdowns begin with the equity before the window.
        - *Oversold shares* on any day make bankroll and equity unknown from the beginning, because their proceeds are in the cash.
        - *#48 to #50* leave out bets without a copy and need the copied fills to be 80 % of the volume of all bets of the window.
        - *#102* has a part `unpriced` of its own, so that bets without a closing price are neither timing nor resolution.
        - *Minimum*: 1, or what the formula needs at least, where no other one is agreed. #77, #78, #81 and #86 need that many of each of two kinds, which the column
          *minimum* counts together.

        ## Reasons of a NULL

        A metric without a value is NULL and has one of these reasons. Nothing is capped, and 0 never stands for unknown.

        | reason | meaning |
        |---|---|
        """.replace("WINDOWS", join(Arrays.stream(Window.values()).map(Window::column))));
    for (NullReason reason : NullReason.values()) {
      page.append(row("`" + reason.column() + "`", reason.meaning()));
    }
    page.append("\n## Metrics\n\n| # | column | value | unit | minimum | of | window by | computed from | NULL for |\n|---|---|---|---|---|---|---|---|---|\n");
    all.forEach(metric -> page.append(row(String.valueOf(metric.number()), "`" + metric.column() + "`", metric.formula(), metric.unit(), minimum(metric.needs()),
        metric.needs().observation().text(), metric.needs().basis().text(), join(metric.needs().inputs().stream().map(Input::text)),
        join(metric.reasons().stream().map(reason -> "`" + reason.column() + "`")))));
    page.append("\n## Only NULL today\n\nNo source of the program has what these need: ").append(numbers(all, Needs.Availability.NO_SOURCE))
        .append(".\nThe fills have it, but bets and days do not carry it yet: ").append(numbers(all, Needs.Availability.NOT_READ_YET)).append(".\n");
    return page.toString();
  }

  private static String minimum(Needs needs) {
    return needs.minimum() == 0 ? "" : String.valueOf(needs.minimum());
  }

  private static String numbers(List<Metric> metrics, Needs.Availability availability) {
    return join(metrics.stream().filter(metric -> metric.needs().availability() == availability).map(metric -> "#" + metric.number() + " `" + metric.column() + "`"));
  }

  private static String join(Stream<String> parts) {
    return parts.collect(Collectors.joining(", "));
  }

  private static String row(String... cells) {
    return Arrays.stream(cells).map(GeneratedPage::cell).collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}
