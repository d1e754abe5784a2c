package io.cascadian.cli;

import io.cascadian.markets.MissingMarket;
import io.cascadian.markets.MissingMarkets;
import io.cascadian.runtime.Stores;
import java.io.PrintStream;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "markets", mixinStandardHelpOptions = true, description = "Questions about markets.")
final class MarketsCommand {

  @Command(name = "missing", mixinStandardHelpOptions = true,
      description = "Prints what trades, position events and tokens name and markets_dim lacks, as tab-separated rows, most volume first."
          + " Looks nothing up; the nightly run does that.")
  int missing(@Mixin CommonOptions options) {
    try (Stores stores = Stores.openToRead(options.settings(), line -> { })) {
      PrintStream out = System.out;
      row(out, "condition_id", "token_ids", "trades", "usd", "position_events", "first", "last", "attempts", "next_try_at", "last_error");
      new MissingMarkets(stores.clickHouse(), stores.postgres()).all().forEach(market -> print(market, out));
      out.flush();
      return 0;
    }
  }

  private static void print(MissingMarket market, PrintStream out) {
    String tokens = market.tokenIds().stream().map(Object::toString).collect(Collectors.joining(","));
    row(out, market.conditionId(), tokens, market.trades(), market.usd().toPlainString(), market.positionEvents(), time(market.firstTs()),
        time(market.lastTs()), market.lookups().attempts(), market.lookups().nextTryAt(), market.lookups().lastError());
  }

  private static void row(PrintStream out, Object... values) {
    out.println(Stream.of(values)
        .map(value -> value == null ? "" : value.toString().replaceAll("\\s+", " "))
        .collect(Collectors.joining("\t")));
  }

  private static Instant time(Long seconds) {
    return seconds == null ? null : Instant.ofEpochSecond(seconds);
  }
}
