package io.cascadian.resolution;

/**
 * A resolved condition of a map.
 *
 * @param conditionId 64 hex
 * @param marketId decimal
 * @param yesNo whether the payouts are (yes, no) rather than by outcome index; a market may list No first
 * @param resolvedAt UTC milliseconds; null when the map does not say
 */
public record ResolutionEntry(String conditionId, String marketId, PayoutVector payouts, boolean yesNo, Long resolvedAt) {}
