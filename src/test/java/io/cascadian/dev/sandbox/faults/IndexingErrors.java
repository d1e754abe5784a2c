package io.cascadian.dev.sandbox.faults;

import io.cascadian.dev.sandbox.NodeView;

/**
 * The subgraph has met an indexing error: {@code _meta} reports it, everything else is answered with {@code indexing_error}.
 *
 * <p>Stands for: deterministic failures, after which a deployment stands still for good until its operator deploys another.
 */
public final class IndexingErrors implements NodeFault {

  @Override
  public NodeView node(NodeView node, long number) {
    return node.stopped();
  }
}
