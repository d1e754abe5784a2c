package io.cascadian.dev.sandbox.faults;

import com.sun.net.httpserver.HttpExchange;
import io.cascadian.dev.sandbox.Fault;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/**
 * 429, with or without a word on when to come back.
 *
 * <p>Stands for: hosted subgraphs allow 50 requests in 10 s; what their gateway answers beyond that is documented nowhere, so that a client
 * has to take any body, and {@code Retry-After} in both of its forms or not at all.
 */
public final class TooManyRequests implements Fault {

  private enum Form {
    SILENT, SECONDS, DATE
  }

  private final Form form;
  private final Duration wait;

  private TooManyRequests(Form form, Duration wait) {
    this.form = form;
    this.wait = wait;
  }

  /** Without {@code Retry-After} and without a body. */
  public static TooManyRequests silent() {
    return new TooManyRequests(Form.SILENT, Duration.ZERO);
  }

  /** {@code Retry-After} in seconds. */
  public static TooManyRequests forSeconds(long seconds) {
    return new TooManyRequests(Form.SECONDS, Duration.ofSeconds(seconds));
  }

  /** {@code Retry-After} as the date so many seconds from the answer. */
  public static TooManyRequests untilDateIn(long seconds) {
    return new TooManyRequests(Form.DATE, Duration.ofSeconds(seconds));
  }

  @Override
  public boolean intercept(HttpExchange exchange, long number) throws IOException {
    CannedAnswer answer = switch (form) {
      case SILENT -> new CannedAnswer(429, null, "", Map.of());
      case SECONDS -> new CannedAnswer(429, "text/plain", "Too Many Requests", Map.of("Retry-After", Long.toString(wait.toSeconds())));
      case DATE -> new CannedAnswer(429, "text/html", "<html><h1>429 Too Many Requests</h1></html>",
          Map.of("Retry-After", DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC).plus(wait))));
    };
    return answer.intercept(exchange, number);
  }
}
