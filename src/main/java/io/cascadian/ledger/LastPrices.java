package io.cascadian.ledger;

import com.clickhouse.data.ClickHouseFormat;
import io.cascadian.publish.PublishedBuild;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.RowBinaryReader;
import io.cascadian.store.Sql;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the last prices of tokens in the published build. They are cached until the next publication, for the tokens that were asked for last: many wallets hold
 * the same ones. Thread-safe.
 */
final class LastPrices {

  /** Tokens whose price is cached: some ten megabytes. */
  private static final int CACHED = 50_000;
  /** Each is 78 digits of the request. */
  private static final int TOKENS_OF_A_STATEMENT = 1_000;

  private final ClickHouse clickHouse;
  private final BuildCache<Price> cache = new BuildCache<>(CACHED);

  /** Holds the price of a token's newest trade in USDC. */
  record Price(BigDecimal usd, Instant at) {}

  LastPrices(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
  }

  /** Returns the prices of tokens by token; those that were never traded are left out. */
  Map<String, Price> of(PublishedBuild build, Collection<String> tokens) {
    return cache.get(build, tokens, missing -> read(build, missing));
  }

  private Map<String, Price> read(PublishedBuild build, List<String> tokens) {
    Map<String, Price> prices = new HashMap<>();
    String statement = build.reading(Sql.load("ledger/prices-of-tokens"));
    for (int from = 0; from < tokens.size(); from += TOKENS_OF_A_STATEMENT) {
      List<BigInteger> some = tokens.subList(from, Math.min(from + TOKENS_OF_A_STATEMENT, tokens.size())).stream().map(BigInteger::new).toList();
      RowBinaryReader.forEach(clickHouse.open(null, statement, Map.of("tokens", some), ClickHouseFormat.RowBinary),
          row -> prices.put(row.uint256().toString(), new Price(row.decimal128(), Instant.ofEpochSecond(row.uint32()))));
    }
    return prices;
  }
}
