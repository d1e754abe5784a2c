package io.cascadian.source;

/**
 * Requests records of a stream.
 *
 * @param after exclusive lower bound
 * @param until inclusive upper bound of the order field; null for no bound
 * @param changedSince only entities created or changed in this block or later; null for all. For streams ordered by id
 * @param block the pinned block
 * @param deployment that the pin was taken from; null when the source did not name one
 * @param limit at most so many records
 */
public record PageRequest(
    StreamDefinition stream, Cursor after, Long until, Long changedSince, long block, String deployment, int limit) {

  /** Returns the same with another range. */
  public PageRequest between(Cursor newAfter, Long newUntil) {
    return new PageRequest(stream, newAfter, newUntil, changedSince, block, deployment, limit);
  }
}
