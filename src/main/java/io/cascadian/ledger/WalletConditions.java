package io.cascadian.ledger;

import com.clickhouse.client.api.data_formats.ClickHouseBinaryFormatReader;
import io.cascadian.publish.PublishedBuild;
import io.cascadian.publish.PublishedBuilds;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.Sql;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads what wallets did and earned in each condition, those first that they were last active in.
 *
 * <p>All pages of a list are of the build that its first page is of, as long as that is retained: a publication between two pages adds, moves and drops nothing.
 * Thread-safe.
 */
public final class WalletConditions {

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

  /**
   * Describes a wallet's outcome of a condition; {@code averagePrice} and {@code averageCostUsd} are null where no average cost is known.
   */
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
      return Optional.of(read(builds.current(), wallet, new Place(0, Long.MAX_VALUE, ""), limit));
    }
    return builds.find(after.build).map(build -> read(build, wallet, after, limit))
        // what was read while layers were dropped may lack some
        .filter(page -> builds.find(after.build).isPresent());
  }

  private Page read(PublishedBuild build, String wallet, Place after, int limit) {
    List<Part> parts = new ArrayList<>(clickHouse.query(build.reading(Sql.load("ledger/page-of-conditions")),
        Map.of("wallet", wallet, "at", after.at, "condition", after.condition, "limit", limit + 1), Part::new));
    Place next = null;
    if (parts.size() > limit) {
      parts.remove(limit);
      Part last = parts.get(limit - 1);
      next = new Place(build.id(), last.lastAt, last.condition);
    }
    if (!parts.isEmpty()) {
      Map<String, Part> byCondition = new LinkedHashMap<>();
      parts.forEach(part -> byCondition.put(part.condition, part));
      clickHouse.forEach(build.reading(Sql.load("ledger/numbers-of-conditions")), Map.of("wallet", wallet, "conditions", List.copyOf(byCondition.keySet())),
          row -> byCondition.get(row.getString("condition_id")).add(row));
    }
    return new Page(build, parts.stream().map(Part::condition).toList(), next);
  }

  /** Collects what the statements say of one condition. */
  private static final class Part {

    private final String condition;
    private final BigDecimal cashflow;
    private final long trades;
    private final long firstAt;
    private final long lastAt;
    private BigDecimal payout;
    private BigDecimal realized;
    private BigDecimal gross;
    private BigDecimal fees;
    private Boolean won;
    private final Map<Integer, Outcome> positions = new TreeMap<>();
    private final Map<Integer, BigDecimal[]> costs = new TreeMap<>();

    Part(ClickHouseBinaryFormatReader row) {
      condition = row.getString("condition_id");
      cashflow = row.getBigDecimal("cashflow");
      trades = row.getLong("trades");
      firstAt = row.getLong("first_at");
      lastAt = row.getLong("last_at");
    }

    void add(ClickHouseBinaryFormatReader row) {
      int index = row.getShort("outcome_index");
      switch (row.getString("side")) {
        case "resolved" -> {
          payout = row.getBigDecimal("a");
          realized = row.getBigDecimal("b");
          gross = row.getBigDecimal("c");
          fees = row.getBigDecimal("d");
        }
        case "stood for" -> won = row.getShort("won") == 1;
        case "position" -> positions.put(index, new Outcome(index, row.getBigDecimal("a"), row.getBigDecimal("b"), row.getBigDecimal("c"), row.getBigDecimal("d"),
            row.getBigDecimal("e"), null, null));
        default -> costs.put(index, new BigDecimal[] {row.getBigDecimal("a"), row.getBigDecimal("b")});
      }
    }

    Condition condition() {
      List<Outcome> outcomes = positions.values().stream().map(held -> {
        BigDecimal[] cost = costs.getOrDefault(held.index, new BigDecimal[2]);
        return new Outcome(held.index, held.netShares, held.boughtShares, held.soldShares, held.boughtUsd, held.soldUsd, cost[1], cost[0]);
      }).toList();
      return new Condition(condition, trades, Instant.ofEpochSecond(firstAt), Instant.ofEpochSecond(lastAt), cashflow, payout, realized, gross,
          fees, won, outcomes);
    }
  }
}
