package io.cascadian.watchlist;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.Sql;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Finds unresolved markets for a strategy in the published tables, with a query in each call. Thread-safe. */
final class Candidates {

  private final ClickHouse clickHouse;

  Candidates(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
  }

  /** Returns markets in which the strategy's wallets (at least one) hold a position, the most valuable holdings first. */
  List<Candidate> held(Strategy strategy, int limit) {
    return clickHouse.query(Sql.load("watchlist/held"), Map.of("wallets", list(strategy.wallets()), "limit", limit), row -> candidate(
        row.getString("condition_id"), EntrySource.HELD, row.getBigDecimal("usd"), "wallets", row.getLong("wallets"),
        "%d tracked wallets hold it, worth %s USDC"));
  }

  /** Returns markets of the strategy's categories (at least one) that takers traded lately, the most volume first. */
  List<Candidate> traded(Strategy strategy, int limit) {
    return clickHouse.query(Sql.load("watchlist/volume"), Map.of("categories", list(strategy.categories()), "limit", limit), row -> candidate(
        row.getString("condition_id"), EntrySource.VOLUME, row.getBigDecimal("usd"), "trades", row.getLong("trades"),
        "%d trades of the last seven days in the strategy's categories, %s USDC"));
  }

  private static Candidate candidate(String condition, EntrySource source, BigDecimal usd, String counted, long count, String reason) {
    String metadata = "{\"usd\": " + usd.toPlainString() + ", \"" + counted + "\": " + count + "}";
    return new Candidate(
        condition, source, String.format(Locale.ROOT, reason, count, usd.setScale(2, RoundingMode.HALF_EVEN).toPlainString()), metadata);
  }

  /** Writes an array in ClickHouse's form; {@link Spelling} guarantees that nothing in it needs quoting. */
  static String list(Collection<String> texts) {
    return texts.stream().map(text -> "'" + text + "'").collect(Collectors.joining(",", "[", "]"));
  }
}
