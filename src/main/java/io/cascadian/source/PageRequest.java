package io.cascadian.source;

/**
 * Which records of a stream are wanted?
 *
 * @param after exclusive lower bound
 * @param until inclusive upper bound of the order field; null for no bound
 * @param block the pinned block
 * @param limit at most so many records
 */
public record PageRequest(StreamDefinition stream, Cursor after, Long until, long block, int limit) {}
