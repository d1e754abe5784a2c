package io.cascadian.resolution;

/**
 * Holds a resolved condition of a map.
 *
 * @param conditionId 64 hex
 * @param marketId decimal
 * @param yesNo whether the payouts are (yes, no) rather than by outcome index; a market may list No first
 * @param byLabel the (yes, no) payouts that the entry gives besides a vector by outcome index; null when it gives only one. Whether the two are the
 *     same only the market's labels show
 * @param resolvedAt UTC milliseconds; null when the map does not say
 */
public record ResolutionEntry(
    String conditionId, String marketId, PayoutVector payouts, boolean yesNo, PayoutVector byLabel, Long resolvedAt) {}
