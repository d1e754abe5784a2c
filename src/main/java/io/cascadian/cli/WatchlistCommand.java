package io.cascadian.cli;

import io.cascadian.runtime.Stores;
import io.cascadian.runtime.WatchlistModule;
import io.cascadian.settings.Settings;
import io.cascadian.watchlist.AutoPopulate;
import io.cascadian.watchlist.PopulateResult;
import io.cascadian.watchlist.Strategies;
import io.cascadian.watchlist.WatchedMarket;
import io.cascadian.watchlist.Watchlist;
import io.cascadian.watchlist.WatchlistJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "watchlist", mixinStandardHelpOptions = true, description = "Lists and fills the watchlists of strategies.")
final class WatchlistCommand {

  private static final int PAGE = 1000;
  private static final String NO_STRATEGY = "There is no strategy %d; 'cascadian strategies list' shows which there are.";

  @Command(name = "list", mixinStandardHelpOptions = true,
      description = "Prints what is watched for a strategy, as tab-separated rows in the order in which they were added, with the markets' questions."
          + " Exits: 0; 1 when there is no such strategy.")
  int list(@Mixin CommonOptions options, @Mixin JsonOption json,
      @Parameters(paramLabel = "STRATEGY", converter = NumberConverters.StrategyNumber.class,
          description = "number of the strategy, as 'strategies list' shows it") long strategy) {
    try (Stores stores = Stores.openForPostgres(options.settings(), line -> { })) {
      if (new Strategies(stores.postgres()).find(strategy).isEmpty()) {
        System.err.println(String.format(Locale.ROOT, NO_STRATEGY, strategy));
        return 1;
      }
      List<WatchedMarket> markets = all(new Watchlist(stores.postgres()), strategy);
      MarketTitles titles = MarketTitles.of(markets.stream().map(WatchedMarket::conditionId).toList(), stores.clickHouse());
      if (json.isWanted()) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("strategy_id", strategy);
        all.put("watchlist", markets.stream().map(market -> titles.addTo(WatchlistJson.market(market), market.conditionId())).toList());
        JsonOption.print(all, System.out);
        return 0;
      }
      TabSeparated.row(System.out, "condition_id", "question", "source", "added_at", "reason");
      markets.forEach(market -> TabSeparated.row(System.out, market.conditionId(), titles.of(market.conditionId()), market.source().label(),
          market.addedAt(), market.reason()));
      System.out.flush();
      return 0;
    }
  }

  private static List<WatchedMarket> all(Watchlist watchlist, long strategy) {
    List<WatchedMarket> all = new ArrayList<>();
    List<WatchedMarket> page;
    do {
      page = watchlist.page(strategy, PAGE, all.size());
      all.addAll(page);
    } while (page.size() == PAGE);
    return all;
  }

  @Command(name = "populate", mixinStandardHelpOptions = true,
      description = "Fills the watchlist of a strategy from what its wallets hold and what is traded in its categories, else from"
          + " DEFAULT_CONDITION_IDS; prints what was found, as tab-separated rows. Exits: 0; 1 when nothing was found, or no such strategy.")
  int populate(@Mixin CommonOptions options,
      @Parameters(paramLabel = "STRATEGY", converter = NumberConverters.StrategyNumber.class,
          description = "number of the strategy, as 'strategies list' shows it") long strategy) {
    Settings settings = options.settings();
    try (Stores stores = Stores.open(settings, line -> { })) {
      stores.migrate();
      try (AutoPopulate autoPopulate = WatchlistModule.autoPopulate(settings, stores)) {
        return populate(autoPopulate, stores, strategy);
      }
    }
  }

  private static int populate(AutoPopulate autoPopulate, Stores stores, long strategy) {
    PopulateResult result = autoPopulate.autoPopulateWatchlist(strategy);
    if (result.status() == PopulateResult.Status.UNKNOWN_STRATEGY) {
      System.err.println(String.format(Locale.ROOT, NO_STRATEGY, strategy));
      return 1;
    }
    result.warnings().forEach(System.err::println);
    MarketTitles titles = MarketTitles.of(result.entries().stream().map(PopulateResult.Entry::conditionId).toList(), stores.clickHouse());
    TabSeparated.row(System.out, "condition_id", "question", "source", "added", "reason");
    result.entries().forEach(entry -> TabSeparated.row(System.out, entry.conditionId(), titles.of(entry.conditionId()), entry.source().label(),
        entry.added(), entry.reason()));
    System.out.println("# " + result.status().name().toLowerCase(Locale.ROOT));
    System.out.flush();
    return result.status() == PopulateResult.Status.FILLED || result.status() == PopulateResult.Status.FALLBACK ? 0 : 1;
  }
}
