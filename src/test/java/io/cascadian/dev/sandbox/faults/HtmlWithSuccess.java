package io.cascadian.dev.sandbox.faults;

import com.sun.net.httpserver.HttpExchange;
import io.cascadian.dev.sandbox.Fault;
import java.io.IOException;
import java.util.Map;

/**
 * 200 with a page of HTML.
 *
 * <p>Stands for: maintenance pages and captive portals, which say success.
 */
public final class HtmlWithSuccess implements Fault {

  private static final CannedAnswer ANSWER =
      new CannedAnswer(200, "text/html", "<!doctype html><html><body><h1>We will be back soon</h1></body></html>", Map.of());

  @Override
  public boolean intercept(HttpExchange exchange, long number) throws IOException {
    return ANSWER.intercept(exchange, number);
  }
}
