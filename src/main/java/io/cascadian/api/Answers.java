package io.cascadian.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** How every room's part of the HTTP interface reads its parameters and writes its answers. */
final class Answers {

  /** Most entries of one page. */
  static final int MAX_LIMIT = 1000;

  private static final ObjectMapper JSON = new ObjectMapper().enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
  private static final PublicText PATTERNS_ONLY = new PublicText(List.of());

  private Answers() {}

  /**
   * A whole number among the request's parameters.
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
   * Leaves JSON and a status on the message; of the headers only those that a route set for the answer stay, and of the texts only what
   * {@link PublicText} lets through.
   */
  static void send(Exchange exchange, int status, Map<String, Object> body) {
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
      // as bytes, whose number the server can tell in advance
      message.setBody(ByteBuffer.wrap(JSON.writeValueAsBytes((text == null ? PATTERNS_ONLY : text).within(body))));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer is not plain values", e);
    }
  }

  /** Leaves an answer without a body on the message: it was done, and there is nothing to say. */
  static void sendNothing(Exchange exchange) {
    exchange.getMessage().removeHeaders("*");
    exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 204);
    exchange.getMessage().setBody(null);
  }
}
