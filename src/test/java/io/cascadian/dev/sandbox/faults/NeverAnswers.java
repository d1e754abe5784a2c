package io.cascadian.dev.sandbox.faults;

import com.sun.net.httpserver.HttpExchange;
import io.cascadian.dev.sandbox.Fault;
import java.io.IOException;
import java.time.Duration;

/**
 * Takes a request and stays silent.
 *
 * <p>Stands for: queries that hang in the server's database, and load balancers whose upstream is gone.
 *
 * @param longest after which the connection is closed without an answer
 */
public record NeverAnswers(Duration longest) implements Fault {

  @Override
  public boolean intercept(HttpExchange exchange, long number) throws IOException {
    Latency.pause(longest);
    exchange.close();
    return true;
  }
}
