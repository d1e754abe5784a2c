package io.cascadian.dev.sandbox.faults;

import com.sun.net.httpserver.HttpExchange;
import io.cascadian.dev.sandbox.Fault;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Answers nothing before {@code delay} has passed, as a source far away; requests wait side by side.
 */
public record Latency(Duration delay) implements Fault {

  @Override
  public boolean intercept(HttpExchange exchange, long number) throws IOException {
    pause(delay);
    return false;
  }

  static void pause(Duration time) throws InterruptedIOException {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the sandbox ends");
    }
  }
}
