package io.cascadian.dev.sandbox.faults;

import com.sun.net.httpserver.HttpExchange;
import io.cascadian.dev.sandbox.Fault;
import io.cascadian.dev.sandbox.NodeView;

/** A fault of the node that answers. */
@FunctionalInterface
interface NodeFault extends Fault {

  @Override
  default boolean intercept(HttpExchange exchange, long number) {
    return false;
  }

  @Override
  NodeView node(NodeView node, long number);
}
