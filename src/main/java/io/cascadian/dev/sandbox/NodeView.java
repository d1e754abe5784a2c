package io.cascadian.dev.sandbox;

/**
 * Describes what the node that answers a request knows: several may be behind one address, not all up to date.
 *
 * @param dataset its rows; another identity is another deployment
 * @param head its newest indexed block; rows of later blocks are not there yet
 * @param hasIndexingErrors whether its indexing has stopped for good: only {@code _meta} is answered then
 */
public record NodeView(Dataset dataset, long head, boolean hasIndexingErrors) {

  public NodeView serving(Dataset other) {
    return new NodeView(other, head, hasIndexingErrors);
  }

  public NodeView at(long otherHead) {
    return new NodeView(dataset, otherHead, hasIndexingErrors);
  }

  public NodeView stopped() {
    return new NodeView(dataset, head, true);
  }
}
