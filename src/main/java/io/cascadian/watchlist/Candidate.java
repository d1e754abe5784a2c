package io.cascadian.watchlist;

/**
 * Proposes a market for a watchlist.
 *
 * @param metadata the facts behind the reason, a JSON object
 */
record Candidate(String conditionId, EntrySource source, String reason, String metadata) {}
