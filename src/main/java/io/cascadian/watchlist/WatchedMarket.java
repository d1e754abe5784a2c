package io.cascadian.watchlist;

import java.time.Instant;

/**
 * A market on a strategy's list.
 *
 * @param conditionId 64 lower-case hex digits
 * @param source who put it there
 * @param reason in words
 * @param metadata the facts behind the reason, a JSON object
 * @param addedAt when it was put there
 */
public record WatchedMarket(String conditionId, EntrySource source, String reason, String metadata, Instant addedAt) {}
