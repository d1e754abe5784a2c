package io.cascadian.markets;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;

/**
 * Describes a market that trades, position events or tokens name and {@code markets_dim} lacks.
 *
 * @param conditionId 64 hex; null when only a token is known
 * @param tokenIds those that trades or {@code tokens_dim} name, in ascending order; one when there is no condition, empty when only position
 *     events name the condition
 * @param trades rows of {@code trades_raw}
 * @param usd volume of these, USDC, taker side only
 * @param positionEvents splits, merges and redemptions
 * @param firstTs of trades and position events, UTC seconds; null when there are none
 * @param lastTs likewise
 * @param lookups how asking the catalogue for it went
 */
public record MissingMarket(
    String conditionId, List<BigInteger> tokenIds, long trades, BigDecimal usd, long positionEvents, Long firstTs, Long lastTs,
    Lookups lookups) {

  /**
   * Counts look-ups in a row that failed in the same way.
   *
   * @param attempts 0 when it was not asked for yet
   * @param lastError kind and reason; null when it was not asked for yet
   * @param nextTryAt not before; null when it was not asked for yet
   */
  public record Lookups(int attempts, String lastError, Instant nextTryAt) {

    static final Lookups NONE = new Lookups(0, null, null);
  }

  public MissingMarket {
    tokenIds = List.copyOf(tokenIds);
  }

  LookupKey key() {
    return conditionId == null ? LookupKey.token(tokenIds.get(0).toString()) : LookupKey.condition(conditionId);
  }

  MissingMarket with(Lookups other) {
    return new MissingMarket(conditionId, tokenIds, trades, usd, positionEvents, firstTs, lastTs, other);
  }
}
