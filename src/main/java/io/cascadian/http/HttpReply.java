package io.cascadian.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A complete answer of a foreign service, whatever its status and content type.
 *
 * @param retryAfter how long the service asked to be left alone; null when it did not say or said nonsense
 */
public record HttpReply(int status, String contentType, Duration retryAfter, byte[] body) {

  /** The body's beginning as text, for messages. */
  public String excerpt() {
    return excerpt(body, Math.min(body.length, 300));
  }

  static String excerpt(byte[] body, int length) {
    String text = new String(body, 0, length, StandardCharsets.UTF_8).strip().replaceAll("\\s+", " ");
    return text.isEmpty() ? "(empty body)" : text;
  }
}
