package io.cascadian.watchlist;

import java.time.Instant;

/**
 * Describes a market on a strategy's watchlist.
 *
 * @param conditionId 64 lower-case hex digits
 * @param source what added it
 * @param reason as text
 * @param metadata the facts behind the reason, a JSON object
 * @param addedAt time of the addition, UTC
 */
public record WatchedMarket(String conditionId, EntrySource source, String reason, String metadata, Instant addedAt) {}
