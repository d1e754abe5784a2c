package io.cascadian.exchange;

import io.cascadian.http.RetryAfter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.apache.camel.http.base.HttpOperationFailedException;

/**
 * Holds what an external service answered over HTTP, whatever its status and content.
 *
 * @param status of the answer; 0 when the route does not set it
 * @param retryAfter pause that the service asked for; null when it gave none or an invalid one
 * @param body bytes in UTF-8, text, a stream, or what the route has unmarshalled; null for none
 */
public record ServiceAnswer(int status, Duration retryAfter, Object body) {

  private static final String RETRY_AFTER = "Retry-After";
  private static final int EXCERPT = 300;

  static ServiceAnswer of(Exchange exchange) {
    Message message = exchange.getMessage();
    Integer status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
    // headers of a message are found in any case
    return new ServiceAnswer(status == null ? 0 : status, duration(message.getHeader(RETRY_AFTER, String.class)), message.getBody());
  }

  /** Takes the answer out of the failure by which an endpoint reports it when {@code throwExceptionOnFailure} is left on. */
  static ServiceAnswer of(HttpOperationFailedException failure) {
    Map<String, String> headers = failure.getResponseHeaders();
    String retryAfter = headers == null ? null : headers.entrySet().stream()
        .filter(header -> RETRY_AFTER.equalsIgnoreCase(header.getKey())).map(Map.Entry::getValue).findFirst().orElse(null);
    return new ServiceAnswer(failure.getStatusCode(), duration(retryAfter), failure.getResponseBody());
  }

  private static Duration duration(String value) {
    return value == null ? null : RetryAfter.parse(value, Clock.systemUTC()).orElse(null);
  }

  /** Returns a body of bytes, text in UTF-8 or a stream as a stream from its beginning; an empty one for no body. */
  public InputStream stream() {
    if (body instanceof StreamCache cache) {
      cache.reset();
    }
    if (body instanceof InputStream in) {
      return in;
    }
    if (body instanceof byte[] bytes) {
      return new ByteArrayInputStream(bytes);
    }
    return body == null ? InputStream.nullInputStream() : new ByteArrayInputStream(body.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the body's beginning as text, for messages. */
  public String excerpt() {
    String text = beginning();
    String line = text.substring(0, Math.min(text.length(), EXCERPT)).strip().replaceAll("\\s+", " ");
    return line.isEmpty() ? "(empty body)" : line;
  }

  private String beginning() {
    if (body instanceof StreamCache cache) {
      cache.reset();
    }
    if (body instanceof InputStream in) {
      try {
        return new String(in.readNBytes(EXCERPT), StandardCharsets.UTF_8);
      } catch (IOException e) {
        return "(unreadable body: " + e.getMessage() + ")";
      }
    }
    if (body instanceof byte[] bytes) {
      // a character that is cut in two becomes a replacement character
      return new String(bytes, 0, Math.min(bytes.length, EXCERPT * 4), StandardCharsets.UTF_8);
    }
    return body == null ? "" : body.toString();
  }
}
