package io.cascadian.cli;

import io.cascadian.runtime.Stores;
import io.cascadian.watchlist.Strategies;
import io.cascadian.watchlist.Strategy;
import io.cascadian.watchlist.WatchlistJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the strategies, whose numbers other commands and the HTTP interface take. */
@Command(name = "strategies", mixinStandardHelpOptions = true, description = "Lists strategies.")
final class StrategiesCommand {

  private static final int PAGE = 1000;

  @Command(name = "list", mixinStandardHelpOptions = true,
      description = "Lists the strategies, the oldest first, as tab-separated rows: number, name, whether it is active, how many wallets it tracks, how many"
          + " markets are on its watchlist, categories. POST /api/strategies creates one.")
  int list(@Mixin CommonOptions options, @Mixin JsonOption json) {
    try (Stores stores = Stores.openForPostgres(options.settings(), line -> { })) {
      List<Strategy> all = all(new Strategies(stores.postgres()));
      if (json.isWanted()) {
        JsonOption.print(Map.of("strategies", all.stream().map(WatchlistJson::strategy).toList()), System.out);
        return 0;
      }
      TabSeparated.row(System.out, "id", "name", "active", "wallets", "watchlist", "categories");
      all.forEach(each -> TabSeparated.row(System.out, each.id(), each.name(), each.active() ? "yes" : "no", each.wallets().size(), each.watched(),
          String.join(", ", each.categories())));
      System.out.flush();
      return 0;
    }
  }

  private static List<Strategy> all(Strategies strategies) {
    List<Strategy> all = new ArrayList<>();
    List<Strategy> page;
    do {
      page = strategies.list(PAGE, all.size());
      all.addAll(page);
    } while (page.size() == PAGE);
    return all;
  }
}
