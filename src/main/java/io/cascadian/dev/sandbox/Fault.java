package io.cascadian.dev.sandbox;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/**
 * Injects a fault into the answers of the sandbox, for tests and benchmarks.
 *
 * <p>A fault can change an answer in five ways: it is another one ({@link #intercept}), the node behind it knows
 * other things ({@link #node}), its content is not what the node answered ({@link #alter}), the catalogue understood another question
 * ({@link #understood}), or its connection breaks ({@link #cut}). Each is asked for every request, with the request's number since the server
 * started, from 1. Thread-safe.
 */
@FunctionalInterface
public interface Fault {

  /** Changes nothing. */
  Fault NONE = (exchange, number) -> false;

  /** Names the place where a connection is reset. */
  enum Cut {
    NOWHERE, BEFORE_HEADERS, AFTER_HEADERS
  }

  /**
   * Looks at a request before it is answered.
   *
   * @param exchange to write an answer to, or to close without one
   * @return whether the request has been dealt with
   */
  boolean intercept(HttpExchange exchange, long number) throws IOException;

  /** Returns the view of the node that answers the request; called for requests to subgraphs. */
  default NodeView node(NodeView node, long number) {
    return node;
  }

  /** Returns the JSON that is sent instead of the correct one; called for responses of subgraphs with status 200. */
  default byte[] alter(byte[] answer, long number) throws IOException {
    return answer;
  }

  /**
   * Returns the query that the catalogue answers instead of the one that was sent; called for its lists.
   *
   * @param query as it was sent, without decoding; null for none
   */
  default String understood(String query, long number) {
    return query;
  }

  /** Returns where the request's connection is reset; takes a server that was started with {@link SandboxOptions#breakable()}. */
  default Cut cut(long number) {
    return Cut.NOWHERE;
  }
}
