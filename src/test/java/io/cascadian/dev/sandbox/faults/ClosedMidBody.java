package io.cascadian.dev.sandbox.faults;

import com.sun.net.httpserver.HttpExchange;
import io.cascadian.dev.sandbox.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A body that ends, with the connection, long before the length that its headers announced.
 *
 * <p>Stands for: servers that are restarted while they answer.
 */
public final class ClosedMidBody implements Fault {

  @Override
  public boolean intercept(HttpExchange exchange, long number) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 100_000);
    exchange.getResponseBody().write("{\"data\":{\"_meta\":{\"block\":{\"number\":".getBytes(StandardCharsets.UTF_8));
    exchange.getResponseBody().flush();
    exchange.close();
    return true;
  }
}
