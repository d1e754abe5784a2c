package io.cascadian.dev.sandbox.faults;

import com.sun.net.httpserver.HttpExchange;
import io.cascadian.dev.sandbox.Fault;
import java.io.IOException;
import java.util.Map;

/**
 * 503 with a page of HTML.
 *
 * <p>Stands for: gateways before the subgraph answer in their own format; a client that parses every body as JSON dies of the parser's
 * error instead of the status.
 */
public final class Unavailable implements Fault {

  private static final CannedAnswer ANSWER = new CannedAnswer(503, "text/html",
      "<html><head><title>503 Service Temporarily Unavailable</title></head><body><center><h1>503</h1></center></body></html>", Map.of());

  @Override
  public boolean intercept(HttpExchange exchange, long number) throws IOException {
    return ANSWER.intercept(exchange, number);
  }
}
