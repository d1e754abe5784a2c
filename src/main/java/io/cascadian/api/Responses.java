package io.cascadian.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Reads parameters of requests and writes JSON responses, for the API beans of all features. */
final class Responses {

  /** Largest number of entries on one page. */
  static final int MAX_LIMIT = 1000;

  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

  private static final ObjectMapper JSON = new ObjectMapper().enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
  private static final PublicText PATTERNS_ONLY = new PublicText(List.of());

  private Responses() {}

  /**
   * Returns a request parameter that is a whole number, or the fallback when it is missing.
   *
   * @throws ApiProblem 400 when it is something else or out of range
   */
  static int number(Exchange exchange, String name, int fallback, int least, int most) {
    String text = exchange.getMessage().getHeader(name, String.class);
    if (text == null) {
      return fallback;
    }
    if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
      throw new ApiProblem(400, "Bad parameter", "'" + name + "' must be a whole number from " + least + " to " + most + ".");
    }
    return Integer.parseInt(text);
  }

  /**
   * Returns a request parameter that is a time, or null when it is missing.
   *
   * @throws ApiProblem 400 when it is something else, or not of the years 0001 to 9999
   */
  static Instant time(Exchange exchange, String name) {
    String text = exchange.getMessage().getHeader(name, String.class);
    try {
      Instant time = text == null ? null : Instant.parse(text);
      if (time == null || !time.isBefore(FIRST) && time.isBefore(END)) {
        return time;
      }
    } catch (DateTimeParseException e) {
      throw new ApiProblem(400, "Bad parameter", "'" + name + "' must be a time such as 2026-01-31T00:00:00Z.");
    }
    throw new ApiProblem(400, "Bad parameter", "'" + name + "' must be a time of the years 0001 to 9999, such as 2026-01-31T00:00:00Z.");
  }

  /**
   * Puts JSON and a status on the message. Of its headers only {@code Location} and {@code WWW-Authenticate} stay; texts pass through {@link PublicText}.
   */
  static void send(Exchange exchange, int status, Map<String, Object> body) {
    write(exchange, status, body);
  }

  /**
   * Puts JSON and 200 on the message as {@link #send} does, for a body that consists of numbers, ids and names of markets: its texts are {@link PublicText.Data}.
   */
  static void sendData(Exchange exchange, Map<String, Object> body) {
    write(exchange, 200, new PublicText.Data(body));
  }

  private static void write(Exchange exchange, int status, Object body) {
    Message message = exchange.getMessage();
    Object location = message.getHeader("Location");
    Object challenge = message.getHeader("WWW-Authenticate");
    // request headers must not travel back
    message.removeHeaders("*");
    if (location != null) {
      message.setHeader("Location", location);
    }
    if (challenge != null) {
      message.setHeader("WWW-Authenticate", challenge);
    }
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    message.setHeader(Exchange.CONTENT_TYPE, "application/json");
    PublicText text = exchange.getContext().getRegistry().lookupByNameAndType("publicText", PublicText.class);
    try {
      // as bytes, so that the server knows the Content-Length
      message.setBody(ByteBuffer.wrap(JSON.writeValueAsBytes((text == null ? PATTERNS_ONLY : text).within(body))));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the response body does not consist of plain values", e);
    }
  }

  /** Puts a response 204 without a body on the message. */
  static void sendNothing(Exchange exchange) {
    exchange.getMessage().removeHeaders("*");
    exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 204);
    exchange.getMessage().setBody(null);
  }
}
