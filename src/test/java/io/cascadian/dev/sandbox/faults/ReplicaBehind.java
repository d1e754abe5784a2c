package io.cascadian.dev.sandbox.faults;

import io.cascadian.dev.sandbox.NodeView;

/**
 * Every so-manieth request is answered by a replica that is some blocks behind, so that the head seems to go backwards.
 *
 * <p>Stands for: load balancers before replicas of different heights. What the later one had shown, the earlier one does not have yet.
 *
 * @param blocks that the replica is behind
 * @param every 2 for every other request
 */
public record ReplicaBehind(long blocks, int every) implements NodeFault {

  @Override
  public NodeView node(NodeView node, long number) {
    return number % every == 0 ? node.at(node.head() - blocks) : node;
  }
}
