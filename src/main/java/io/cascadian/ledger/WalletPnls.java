package io.cascadian.ledger;

import com.clickhouse.data.ClickHouseFormat;
import io.cascadian.publish.PublishedBuild;
import io.cascadian.publish.PublishedBuilds;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.RowBinaryReader;
import io.cascadian.store.Sql;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the published P&L of wallets with its data time.
 *
 * <p>What is published changes with a publication only, so an answer is cached until the next one, for the wallets that were asked for last. All statements of
 * an answer read the layers of one build, and end by themselves after some seconds. Thread-safe.
 */
public final class WalletPnls {

  /** Wallets whose answers are cached: some megabytes. */
  private static final int CACHED = 10_000;
  /** Stands for an outcome whose token the catalogue does not have. */
  private static final String NO_TOKEN = "0";

  private final ClickHouse clickHouse;
  private final PublishedBuilds builds;
  private final LastPrices prices;
  private final Map<String, Cached> cached = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Cached> eldest) {
      return size() > CACHED;
    }
  });

  /** Caches a result with the build that it was read from. */
  private record Cached(PublishedBuild build, Optional<WalletPnl> pnl) {}

  public WalletPnls(ClickHouse clickHouse, PublishedBuilds builds) {
    this.clickHouse = clickHouse;
    this.builds = builds;
    this.prices = new LastPrices(clickHouse);
  }

  /**
   * Returns the numbers of one wallet; empty when there are none.
   *
   * @param wallet {@code 0x} and 40 lower-case hex digits
   */
  public Optional<WalletPnl> of(String wallet) {
    PublishedBuild build = builds.current();
    Cached known = cached.get(wallet);
    if (known == null || known.build != build) {
      known = new Cached(build, read(build, wallet));
      cached.put(wallet, known);
    }
    return known.pnl;
  }

  private Optional<WalletPnl> read(PublishedBuild build, String wallet) {
    Sums[] sums = new Sums[1];
    RowBinaryReader.forEach(clickHouse.open(null, build.reading(Sql.load("ledger/wallet-pnl")), Map.of("wallet", wallet), ClickHouseFormat.RowBinary),
        row -> sums[0] = Sums.of(row));
    if (sums[0].conditions == 0) {
      return Optional.empty();
    }
    List<String> tokens = sums[0].holdings.stream().map(Holding::token).filter(token -> !token.equals(NO_TOKEN)).toList();
    return Optional.of(sums[0].pnl(wallet, tokens.isEmpty() ? Map.of() : prices.of(build, tokens), build));
  }

  /** Describes what is held of an outcome: {@code shares} and {@code averagePrice} after fees, the latter null where it is not known; the last two as the pnl-subgraph has them. */
  private record Holding(String condition, String token, BigDecimal shares, BigDecimal averagePrice, BigDecimal averageCostShares, BigDecimal averageCostPrice) {}

  /** Holds what the statement returns. */
  private record Sums(long conditions, List<BigDecimal> amounts, Instant lastTradeAt, List<Holding> holdings) {

    static Sums of(RowBinaryReader row) {
      long conditions = row.int64();
      List<BigDecimal> amounts = row.list(row::decimal128);
      Instant lastTradeAt = Instant.ofEpochSecond(row.uint32());
      List<Holding> holdings = new ArrayList<>();
      row.list(() -> {
        String condition = row.string();
        return row.list(() -> holdings.add(new Holding(condition, row.uint256().toString(), row.decimal128(), row.nullable(row::decimal128), row.decimal128(),
            row.decimal128())));
      });
      return new Sums(conditions, amounts, lastTradeAt, holdings);
    }

    private BigDecimal usd(ConditionAmount amount) {
      return amount.of(amounts);
    }

    private long count(ConditionAmount amount) {
      return amount.count(amounts);
    }

    private WalletPnl.Realized realized() {
      BigDecimal net = usd(ConditionAmount.REALIZED);
      BigDecimal gain = usd(ConditionAmount.GAIN);
      long resolved = count(ConditionAmount.RESOLVED);
      return new WalletPnl.Realized(usd(ConditionAmount.GROSS), usd(ConditionAmount.GROSS).subtract(net), gain, gain.subtract(net),
          usd(ConditionAmount.REDEMPTION_GAP), resolved, count(ConditionAmount.PROFITABLE), count(ConditionAmount.LOSING), count(ConditionAmount.INCOMPLETE),
          count(ConditionAmount.RESOLVED_TRADES), resolved == 0 ? null : lastTradeAt);
    }

    /** Computes the unrealised side as {@code wallet_unrealized_pnl_v2} does: a test holds both together. */
    WalletPnl pnl(String wallet, Map<String, LastPrices.Price> prices, PublishedBuild build) {
      BigDecimal realizedUsd = usd(ConditionAmount.REALIZED);
      BigDecimal averageCostUsd = usd(ConditionAmount.AVERAGE_COST);
      BigDecimal known = BigDecimal.ZERO.setScale(6);
      BigDecimal polymarket = averageCostUsd.add(usd(ConditionAmount.UNREDEEMED));
      long knownHoldings = 0;
      long unpriced = 0;
      long uncosted = 0;
      Instant oldest = null;
      Set<String> conditions = new HashSet<>();
      for (Holding holding : holdings) {
        LastPrices.Price price = prices.get(holding.token);
        conditions.add(holding.condition);
        unpriced += price == null ? 1 : 0;
        uncosted += holding.averagePrice == null ? 1 : 0;
        if (price != null && (oldest == null || price.at().isBefore(oldest))) {
          oldest = price.at();
        }
        if (price != null) {
          polymarket = polymarket.add(gain(holding.averageCostShares, price.usd(), holding.averageCostPrice));
        }
        if (price != null && holding.averagePrice != null) {
          known = known.add(gain(holding.shares, price.usd(), holding.averagePrice));
          knownHoldings++;
        }
      }
      BigDecimal unrealized = knownHoldings == holdings.size() ? known : null;
      return new WalletPnl(wallet, realizedUsd, unrealized, unrealized == null ? null : realizedUsd.add(unrealized), averageCostUsd,
          unpriced == 0 ? polymarket : null, realized(),
          new WalletPnl.Unrealized(knownHoldings == 0 ? null : known, conditions.size(), holdings.size(), unpriced, uncosted, oldest),
          build.sourceTime(), build.publishedAt());
    }
  }

  private static BigDecimal gain(BigDecimal shares, BigDecimal price, BigDecimal cost) {
    return shares.multiply(price.subtract(cost)).setScale(6, RoundingMode.DOWN);
  }
}
