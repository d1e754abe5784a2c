package io.cascadian.dev.sandbox.faults;

import com.sun.net.httpserver.HttpExchange;
import io.cascadian.dev.sandbox.Fault;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/**
 * A byte now and then, never silent for long and never done.
 *
 * <p>Stands for: overloaded proxies that keep a connection alive. A limit on the time between two bytes never strikes; only a deadline on
 * the whole call ends it.
 *
 * @param interval between two bytes
 * @param longest after which the connection is closed all the same
 */
public record SlowDrip(Duration interval, Duration longest) implements Fault {

  @Override
  public boolean intercept(HttpExchange exchange, long number) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 1_000_000);
    OutputStream out = exchange.getResponseBody();
    for (long end = System.nanoTime() + longest.toNanos(); System.nanoTime() < end; ) {
      out.write(' ');
      out.flush();
      Latency.pause(interval);
    }
    exchange.close();
    return true;
  }
}
