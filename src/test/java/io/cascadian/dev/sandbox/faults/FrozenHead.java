package io.cascadian.dev.sandbox.faults;

import io.cascadian.dev.sandbox.NodeView;

/**
 * The newest block stays the one that it was when the fault began; everything else is as ever.
 *
 * <p>Stands for: stalled deployments. They answer with success and report no indexing errors; only the age of the newest block reports.
 * Thread-safe.
 */
public final class FrozenHead implements NodeFault {

  private long frozen = Long.MAX_VALUE;

  @Override
  public synchronized NodeView node(NodeView node, long number) {
    frozen = Math.min(frozen, node.head());
    return node.at(frozen);
  }
}
