package io.cascadian.ledger;

import com.clickhouse.client.api.data_formats.ClickHouseBinaryFormatReader;
import io.cascadian.publish.PublishedBuild;
import io.cascadian.publish.PublishedBuilds;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.Sql;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
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

  private final ClickHouse clickHouse;
  private final PublishedBuilds builds;
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
    Sides sides = new Sides();
    Map<String, Object> parameters = Map.of("wallet", wallet);
    clickHouse.forEach(build.reading(Sql.load("ledger/wallet-pnl")), parameters, sides::add);
    if (sides.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Price> prices = new HashMap<>();
    if (!sides.holdings.isEmpty()) {
      clickHouse.forEach(build.reading(Sql.load("ledger/prices-of-holdings")), parameters,
          row -> prices.put(row.getString("token"), new Price(row.getBigDecimal("last_price"), instant(row))));
    }
    return Optional.of(sides.pnl(wallet, prices, build));
  }

  /** Describes what is held of an outcome: {@code shares} and {@code averagePrice} after fees, the latter null where it is not known; the last two as the pnl-subgraph has them. */
  private record Holding(String condition, String token, BigDecimal shares, BigDecimal averagePrice, BigDecimal averageCostShares, BigDecimal averageCostPrice) {}

  private record Price(BigDecimal usd, Instant at) {}

  /** Collects what the statement returns of each side. */
  private static final class Sides {

    private BigDecimal realizedUsd = BigDecimal.ZERO;
    private WalletPnl.Realized realized = WalletPnl.Realized.NOTHING;
    private BigDecimal averageCostUsd = BigDecimal.ZERO;
    private BigDecimal unredeemedUsd = BigDecimal.ZERO;
    private long averageCosts;
    private final List<Holding> holdings = new ArrayList<>();

    void add(ClickHouseBinaryFormatReader row) {
      long rows = row.getLong("rows");
      switch (row.getString("side")) {
        case "realized" -> {
          realizedUsd = row.getBigDecimal("usd");
          realized = new WalletPnl.Realized(row.getBigDecimal("gross_usd"), row.getBigDecimal("gross_usd").subtract(realizedUsd), row.getBigDecimal("gain_usd"),
              row.getBigDecimal("gain_usd").subtract(realizedUsd), row.getBigDecimal("gap_usd"), rows, row.getLong("profitable"), row.getLong("losing"),
              row.getLong("incomplete"), row.getLong("trades"), rows == 0 ? null : instant(row));
        }
        case "average cost" -> {
          averageCostUsd = row.getBigDecimal("usd");
          unredeemedUsd = row.getBigDecimal("gross_usd");
          averageCosts = rows;
        }
        default -> holdings.add(new Holding(row.getString("condition_id"), row.getString("token_id"), row.getBigDecimal("net_shares"),
            row.hasValue("average_price") ? row.getBigDecimal("average_price") : null, row.getBigDecimal("gross_usd"), row.getBigDecimal("gain_usd")));
      }
    }

    boolean isEmpty() {
      return realized.resolvedConditions() == 0 && averageCosts == 0 && holdings.isEmpty();
    }

    /** Computes the unrealised side as {@code wallet_unrealized_pnl_v2} does: a test holds both together. */
    WalletPnl pnl(String wallet, Map<String, Price> prices, PublishedBuild build) {
      BigDecimal known = BigDecimal.ZERO.setScale(6);
      BigDecimal polymarket = averageCostUsd.add(unredeemedUsd);
      long knownHoldings = 0;
      long unpriced = 0;
      long uncosted = 0;
      Instant oldest = null;
      Set<String> conditions = new HashSet<>();
      for (Holding holding : holdings) {
        Price price = prices.get(holding.token);
        conditions.add(holding.condition);
        unpriced += price == null ? 1 : 0;
        uncosted += holding.averagePrice == null ? 1 : 0;
        if (price != null && (oldest == null || price.at.isBefore(oldest))) {
          oldest = price.at;
        }
        if (price != null) {
          polymarket = polymarket.add(gain(holding.averageCostShares, price.usd, holding.averageCostPrice));
        }
        if (price != null && holding.averagePrice != null) {
          known = known.add(gain(holding.shares, price.usd, holding.averagePrice));
          knownHoldings++;
        }
      }
      BigDecimal unrealized = knownHoldings == holdings.size() ? known : null;
      return new WalletPnl(wallet, realizedUsd, unrealized, unrealized == null ? null : realizedUsd.add(unrealized), averageCostUsd,
          unpriced == 0 ? polymarket : null, realized,
          new WalletPnl.Unrealized(knownHoldings == 0 ? null : known, conditions.size(), holdings.size(), unpriced, uncosted, oldest),
          build.sourceTime(), build.publishedAt());
    }
  }

  private static BigDecimal gain(BigDecimal shares, BigDecimal price, BigDecimal cost) {
    return shares.multiply(price.subtract(cost)).setScale(6, RoundingMode.DOWN);
  }

  private static Instant instant(ClickHouseBinaryFormatReader row) {
    return Instant.ofEpochSecond(row.getLong("last_trade_ts"));
  }
}
