package io.cascadian.ledger;

import com.clickhouse.data.ClickHouseFormat;
import io.cascadian.publish.PublishedBuild;
import io.cascadian.publish.PublishedBuilds;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.RowBinaryReader;
import io.cascadian.store.Sql;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what wallets did and earned in each condition, those first that they were last active in.
 *
 * <p>All pages of a list are of the build that its first page is of, as long as that is retained: a publication between two pages adds, moves and drops nothing.
 * Thread-safe.
 */
public final class WalletConditions {

  /** Last second that the database has. */
  private static final long LAST_SECOND = 4_294_967_295L;

  private final ClickHouse clickHouse;
  private final PublishedBuilds builds;

  public WalletConditions(ClickHouse clickHouse, PublishedBuilds builds) {
    this.clickHouse = clickHouse;
    this.builds = builds;
  }

  /**
   * Marks a place in a list: after the condition that was last active at a time.
   *
   * @param build whose list it is
   * @param at UTC seconds
   */
  public record Place(long build, long at, String condition) {}

  /** Describes a wallet's outcome of a condition. */
  public record Outcome(int index, BigDecimal netShares, BigDecimal boughtShares, BigDecimal soldShares, BigDecimal boughtUsd, BigDecimal soldUsd,
      BigDecimal averagePrice, BigDecimal averageCostUsd) {}

  /**
   * Describes a wallet's part in a condition.
   *
   * @param payoutUsd null until the condition is resolved, like {@code realizedUsd}, {@code grossUsd} and {@code feesUsd}
   * @param won null where it is not resolved or the wallet stood for no outcome
   */
  public record Condition(String id, long trades, Instant firstEventAt, Instant lastEventAt, BigDecimal cashflowUsd, BigDecimal payoutUsd,
      BigDecimal realizedUsd, BigDecimal grossUsd, BigDecimal feesUsd, Boolean won, List<Outcome> outcomes) {}

  /**
   * Holds some conditions.
   *
   * @param next where the following page begins; null when there is none
   */
  public record Page(PublishedBuild build, List<Condition> conditions, Place next) {}

  /**
   * Returns the conditions of a wallet after a place.
   *
   * @param wallet {@code 0x} and 40 lower-case hex digits
   * @param after null for the first page
   * @return empty when the build of the place is not retained any longer
   */
  public Optional<Page> page(String wallet, Place after, int limit) {
    if (after == null) {
      return Optional.of(read(builds.current(), wallet, new Place(0, LAST_SECOND, ""), limit));
    }
    return builds.find(after.build).map(build -> read(build, wallet, after, limit))
        // what was read while layers were dropped may lack some
        .filter(page -> builds.find(after.build).isPresent());
  }

  private Page read(PublishedBuild build, String wallet, Place after, int limit) {
    List<Condition> conditions = new ArrayList<>();
    RowBinaryReader.forEach(
        clickHouse.open(null, build.reading(Sql.load("ledger/page-of-conditions")),
            Map.of("wallet", wallet, "at", Math.min(after.at, LAST_SECOND), "condition", after.condition, "limit", limit + 1), ClickHouseFormat.RowBinary),
        row -> conditions.add(condition(row)));
    Place next = null;
    if (conditions.size() > limit) {
      conditions.remove(limit);
      Condition last = conditions.get(limit - 1);
      next = new Place(build.id(), last.lastEventAt.getEpochSecond(), last.id);
    }
    return new Page(build, conditions, next);
  }

  private static Condition condition(RowBinaryReader row) {
    String id = row.string();
    Instant firstAt = Instant.ofEpochSecond(row.uint32());
    Instant lastAt = Instant.ofEpochSecond(row.uint32());
    int won = row.uint8();
    List<BigDecimal> amounts = row.list(row::decimal128);
    List<Outcome> outcomes = row.list(() -> outcome(row.list(row::decimal128)));
    boolean resolved = ConditionAmount.RESOLVED.count(amounts) == 1;
    BigDecimal realized = ConditionAmount.REALIZED.of(amounts);
    BigDecimal gross = ConditionAmount.GROSS.of(amounts);
    return new Condition(id, ConditionAmount.TRADES.count(amounts), firstAt, lastAt, ConditionAmount.CASHFLOW.of(amounts),
        resolved ? ConditionAmount.PAYOUT.of(amounts) : null, resolved ? realized : null, resolved ? gross : null, resolved ? gross.subtract(realized) : null,
        won > 1 ? null : won == 1, outcomes);
  }

  /** Reads the values in the order that {@code wallet_conditions.outcomes} has them in. */
  private static Outcome outcome(List<BigDecimal> values) {
    return new Outcome(values.get(0).intValueExact(), values.get(1), values.get(2), values.get(3), values.get(4), values.get(5), values.get(6), values.get(7));
  }
}
