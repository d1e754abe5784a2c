package io.cascadian.embedded.sandbox.faults;

import com.sun.net.httpserver.HttpExchange;
import io.cascadian.embedded.sandbox.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;

/**
 * Answers 429 with {@code Retry-After} to what exceeds {@code limit} requests in any span of {@code window}.
 *
 * <p>The strictest reading of such a limit: a sliding window, by the time of arrival. Refused requests do not count. Thread-safe.
 */
public final class RateLimit implements Fault {

  private static final byte[] BODY = "{\"error\":\"Too many requests\"}".getBytes(StandardCharsets.UTF_8);

  private final int limit;
  private final long windowNanos;
  private final ArrayDeque<Long> admitted = new ArrayDeque<>();

  public RateLimit(int limit, Duration window) {
    this.limit = limit;
    this.windowNanos = window.toNanos();
  }

  @Override
  public boolean intercept(HttpExchange exchange, long number) throws IOException {
    long wait = admit();
    if (wait == 0) {
      return false;
    }
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.getResponseHeaders().set("Retry-After", Long.toString((wait + 999_999_999) / 1_000_000_000));
    exchange.sendResponseHeaders(429, BODY.length);
    exchange.getResponseBody().write(BODY);
    exchange.close();
    return true;
  }

  /** Nanoseconds until a request is allowed again; 0 when this one is. */
  private synchronized long admit() {
    long now = System.nanoTime();
    while (!admitted.isEmpty() && now - admitted.peekFirst() >= windowNanos) {
      admitted.removeFirst();
    }
    if (admitted.size() < limit) {
      admitted.addLast(now);
      return 0;
    }
    return Math.max(1, windowNanos - (now - admitted.peekFirst()));
  }
}
