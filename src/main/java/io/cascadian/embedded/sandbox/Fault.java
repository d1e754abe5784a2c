package io.cascadian.embedded.sandbox;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** A misbehaviour of the source, for tests: may answer a request itself, or hang it up, instead of the sandbox. */
@FunctionalInterface
public interface Fault {

  /**
   * Looks at a request before it is answered.
   *
   * @param exchange to write an answer to, or to close without one
   * @param number of the request since the server started, from 1
   * @return whether the request has been dealt with
   */
  boolean intercept(HttpExchange exchange, long number) throws IOException;
}
