package io.cascadian.dev.sandbox.faults;

import com.sun.net.httpserver.HttpExchange;
import io.cascadian.dev.sandbox.Dataset;
import io.cascadian.dev.sandbox.Fault;
import io.cascadian.dev.sandbox.NodeView;

/**
 * Other rows than before. Where they are to stay when the fault has ended, serve what {@link #change} makes. Thread-safe.
 */
public abstract class DataFault implements Fault {

  private Dataset truth;
  private Dataset changed;

  /**
   * What is served instead.
   *
   * @param head the newest block when the fault begins
   */
  public abstract Dataset change(Dataset dataset, long head);

  @Override
  public final boolean intercept(HttpExchange exchange, long number) {
    return false;
  }

  @Override
  public final synchronized NodeView node(NodeView node, long number) {
    if (truth != node.dataset()) {
      changed = change(node.dataset(), node.head());
      truth = node.dataset();
    }
    return node.serving(changed);
  }
}
