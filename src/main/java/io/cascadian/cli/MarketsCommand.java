package io.cascadian.cli;

import io.cascadian.markets.MissingMarket;
import io.cascadian.markets.MissingMarkets;
import io.cascadian.markets.MissingMarketsFile;
import io.cascadian.runtime.Stores;
import java.io.PrintStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "markets", mixinStandardHelpOptions = true, description = "Lists markets that are missing in the catalogue.")
final class MarketsCommand {

  @Command(name = "missing", mixinStandardHelpOptions = true,
      description = "Prints what trades, position events and tokens name and markets_dim lacks, as tab-separated rows, most volume first."
          + " Looks nothing up; the nightly run does that.")
  int missing(@Mixin CommonOptions options, @Mixin JsonOption json) {
    try (Stores stores = Stores.openToRead(options.settings(), line -> { })) {
      PrintStream out = System.out;
      List<MissingMarket> missing = new MissingMarkets(stores.clickHouse(), stores.postgres()).all();
      if (json.isWanted()) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("missing", missing.stream().map(MissingMarketsFile::json).toList());
        all.put("total", missing.size());
        JsonOption.print(all, out);
        return 0;
      }
      TabSeparated.row(out, "condition_id", "token_ids", "trades", "usd", "position_events", "first", "last", "attempts", "next_try_at", "last_error");
      missing.forEach(market -> print(market, out));
      out.flush();
      return 0;
    }
  }

  private static void print(MissingMarket market, PrintStream out) {
    String tokens = market.tokenIds().stream().map(Object::toString).collect(Collectors.joining(","));
    TabSeparated.row(out, market.conditionId(), tokens, market.trades(), market.usd().toPlainString(), market.positionEvents(), time(market.firstTs()),
        time(market.lastTs()), market.lookups().attempts(), market.lookups().nextTryAt(), market.lookups().lastError());
  }

  private static Instant time(Long seconds) {
    return seconds == null ? null : Instant.ofEpochSecond(seconds);
  }
}
