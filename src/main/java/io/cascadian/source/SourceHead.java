package io.cascadian.source;

/**
 * Describes the source's newest indexed block.
 *
 * @param block its number
 * @param hash its hash, {@code 0x…}; null when the source does not say
 * @param timestamp its time, UTC seconds; null when the source does not say
 * @param deployment id of the deployment that answered; null when there is none
 * @param hasIndexingErrors whether indexing has stopped for good
 */
public record SourceHead(long block, String hash, Long timestamp, String deployment, boolean hasIndexingErrors) {}
