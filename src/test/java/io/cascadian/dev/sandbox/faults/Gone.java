package io.cascadian.dev.sandbox.faults;

import com.sun.net.httpserver.HttpExchange;
import io.cascadian.dev.sandbox.Fault;
import java.io.IOException;

/**
 * 404 or 410 from the gateway.
 *
 * <p>Stands for: hosts take subgraphs down, as the first generation's were after 2026-04-28. No repetition restores one.
 */
public record Gone(int status) implements Fault {

  @Override
  public boolean intercept(HttpExchange exchange, long number) throws IOException {
    return CannedAnswer.json(status, "{\"error\":\"Subgraph not found\"}").intercept(exchange, number);
  }
}
