package io.cascadian.dev.sandbox.faults;

import com.sun.net.httpserver.HttpExchange;
import io.cascadian.dev.sandbox.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;

/**
 * Answers 429 with {@code Retry-After} to what exceeds {@code limit} requests in any span of {@code window}.
 *
 * <p>The strictest reading of such a limit: a sliding window, by the time of arrival. Refused requests do not count. Thread-safe.
 *
 * <p>Stands for: the documented limit of public endpoints, 50 requests in 10 s.
 */
public final class RateLimit implements Fault {

  private final int limit;
  private final long windowNanos;
  private final String body;
  private final ArrayDeque<Long> admitted = new ArrayDeque<>();

  public RateLimit(int limit, Duration window) {
    this(limit, window, "{\"error\":\"Too many requests\"}");
  }

  /** @param body of the refusals; what hosts really send is unknown */
  public RateLimit(int limit, Duration window, String body) {
    this.limit = limit;
    this.windowNanos = window.toNanos();
    this.body = body;
  }

  @Override
  public boolean intercept(HttpExchange exchange, long number) throws IOException {
    long wait = admit();
    return wait > 0 && new CannedAnswer(429, "application/json", body,
        Map.of("Retry-After", Long.toString((wait + 999_999_999) / 1_000_000_000))).intercept(exchange, number);
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
