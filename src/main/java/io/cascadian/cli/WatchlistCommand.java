package io.cascadian.cli;

import io.cascadian.runtime.Stores;
import io.cascadian.runtime.WatchlistModule;
import io.cascadian.settings.Settings;
import io.cascadian.watchlist.AutoPopulate;
import io.cascadian.watchlist.PopulateResult;
import io.cascadian.watchlist.Strategies;
import io.cascadian.watchlist.WatchedMarket;
import io.cascadian.watchlist.Watchlist;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "watchlist", mixinStandardHelpOptions = true, description = "Markets that are watched for strategies.")
final class WatchlistCommand {

  private static final int PAGE = 1000;

  @Command(name = "list", mixinStandardHelpOptions = true,
      description = "Prints what is watched for a strategy, as tab-separated rows in the order in which they were added. Exits: 0; 1 when there is no such"
          + " strategy.")
  int list(@Mixin CommonOptions options, @Parameters(paramLabel = "STRATEGY", description = "id of the strategy") long strategy) {
    try (Stores stores = Stores.openToRead(options.settings(), line -> { })) {
      if (new Strategies(stores.postgres()).find(strategy).isEmpty()) {
        System.err.println("There is no strategy " + strategy + "; GET /api/strategies lists them.");
        return 1;
      }
      Watchlist watchlist = new Watchlist(stores.postgres());
      row(System.out, "condition_id", "source", "added_at", "reason");
      List<WatchedMarket> page;
      int offset = 0;
      do {
        page = watchlist.page(strategy, PAGE, offset);
        page.forEach(market -> row(System.out, market.conditionId(), market.source().label(), market.addedAt().toString(), market.reason()));
        offset += page.size();
      } while (page.size() == PAGE);
      System.out.flush();
      return 0;
    }
  }

  @Command(name = "populate", mixinStandardHelpOptions = true,
      description = "Fills the watchlist of a strategy from what its wallets hold and what is traded in its categories, else from"
          + " DEFAULT_CONDITION_IDS; prints what was found, as tab-separated rows. Exits: 0; 1 when nothing was found, or no such strategy.")
  int populate(@Mixin CommonOptions options, @Parameters(paramLabel = "STRATEGY", description = "id of the strategy") long strategy) {
    Settings settings = options.settings();
    try (Stores stores = Stores.open(settings, line -> { })) {
      stores.migrate();
      try (AutoPopulate autoPopulate = WatchlistModule.autoPopulate(settings, stores)) {
        return populate(autoPopulate, strategy);
      }
    }
  }

  private static int populate(AutoPopulate autoPopulate, long strategy) {
    PopulateResult result = autoPopulate.autoPopulateWatchlist(strategy);
    result.warnings().forEach(System.err::println);
    row(System.out, "condition_id", "source", "added", "reason");
    result.entries().forEach(entry ->
        row(System.out, entry.conditionId(), entry.source().label(), Boolean.toString(entry.added()), entry.reason()));
    System.out.println("# " + result.status().name().toLowerCase(Locale.ROOT));
    System.out.flush();
    return result.status() == PopulateResult.Status.FILLED || result.status() == PopulateResult.Status.FALLBACK ? 0 : 1;
  }

  private static void row(PrintStream out, String... values) {
    out.println(String.join("\t", List.of(values).stream().map(value -> value.replaceAll("\\s+", " ")).toList()));
  }
}
