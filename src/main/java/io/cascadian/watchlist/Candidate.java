package io.cascadian.watchlist;

/**
 * A market that may be put on a list.
 *
 * @param metadata the facts behind the reason, a JSON object
 */
record Candidate(String conditionId, EntrySource source, String reason, String metadata) {}
