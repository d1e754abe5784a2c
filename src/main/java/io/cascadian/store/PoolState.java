package io.cascadian.store;

/**
 * Counts the connections of a pool.
 *
 * @param active in use, {@code idle} open and free
 * @param waiting callers that wait for one
 * @param max most that there may be
 */
public record PoolState(int active, int idle, int waiting, int max) {}
