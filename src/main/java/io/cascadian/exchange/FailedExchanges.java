package io.cascadian.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.secrets.Redaction;
import io.cascadian.store.DeadLetter;
import io.cascadian.store.DeadLetters;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.apache.camel.util.URISupport;

/**
 * Turns exchanges that a route could not end into letters and back.
 *
 * <p>A letter is of the route whose error handling ended the exchange, and has the message as it came to that route: the body as text, as base64 where it is
 * no text, or as JSON where it is a map or a list; and {@linkplain RetainedHeaders headers}. An exchange that did not fail, or whose property {@value #ROUTE} names
 * another route, is a letter as it stands.
 */
final class FailedExchanges {

  /** Exchange property with the id of the route that a replay sends the exchange to, where it is not the one that it failed in. */
  static final String ROUTE = "deadLetterRoute";
  /** Exchange property with the origin of the letter that the exchange was made of, so that one that fails again is the same letter. */
  private static final String ORIGIN = "deadLetterOrigin";

  /** No character of text that can be stored has more than three bytes a Java character. */
  private static final int MOST_BYTES = 3 * DeadLetters.MAX_PAYLOAD;
  private static final ObjectMapper JSON = new ObjectMapper();

  private FailedExchanges() {}

  static DeadLetter.Rejected letter(Exchange exchange) throws IOException {
    String named = exchange.getProperty(ROUTE, String.class);
    String failedIn = exchange.getProperty(ExchangePropertyKey.FAILURE_ROUTE_ID, String.class);
    Message arrived = named != null || failedIn == null ? null : Arrivals.at(failedIn, exchange);
    Message message = arrived == null ? exchange.getMessage() : arrived;
    String route = named != null ? named : arrived != null ? failedIn : exchange.getFromRouteId();
    Throwable failure = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class);
    Encoded body = encode(message);
    String file = message.getHeader(Exchange.FILE_NAME, String.class);
    String from = exchange.getFromEndpoint() == null ? "unknown" : URISupport.sanitizeUri(exchange.getFromEndpoint().getEndpointBaseUri());
    RetainedHeaders headers = RetainedHeaders.of(message.getHeaders());
    String detail = (failure == null ? "it was sent to the dead letters without a failure" : failure.getMessage() + place(exchange, from)) + headers.remark();
    int deliveries = exchange.getProperty(DeliveryCounter.DELIVERIES, 1, Integer.class);
    return new DeadLetter.Rejected(route == null ? "unknown" : route, reason(failure), Redaction.apply(detail), body.text(),
        exchange.getProperty(ORIGIN, from + (file == null ? "" : " " + file), String.class),
        new DeadLetter.FailedExchange(route == null ? "" : route, headers.json(), body.encoding(), deliveries));
  }

  /** Camel notes the endpoint only of a failed call, not of a step that throws. */
  private static String place(Exchange exchange, String from) {
    String route = exchange.getProperty(ExchangePropertyKey.FAILURE_ROUTE_ID, String.class);
    String endpoint = exchange.getProperty(ExchangePropertyKey.FAILURE_ENDPOINT, "", String.class);
    String base = URISupport.sanitizeUri(endpoint.split("\\?", 2)[0]);
    String at = base.isEmpty() || base.equals(from) ? "" : " at " + base;
    return route == null && at.isEmpty() ? "" : " (in route " + route + at + ")";
  }

  /** Fills in an exchange as it was when it failed. */
  static void restore(DeadLetter letter, Exchange exchange) throws IOException {
    exchange.setProperty(ORIGIN, letter.origin());
    Message message = exchange.getMessage();
    message.setHeaders(JSON.readValue(letter.exchange().headers(), new TypeReference<TreeMap<String, Object>>() {}));
    message.setBody(switch (letter.exchange().encoding()) {
      case "none" -> null;
      case "file" -> new File(message.getHeader(DeadLetter.FILE, String.class));
      case "base64" -> Base64.getDecoder().decode(letter.payload());
      case "json" -> JSON.readValue(letter.payload(), Object.class);
      default -> letter.payload();
    });
  }

  /** Returns the name of the file that the body was and that does not exist any more; nothing when there is none such. */
  static Optional<String> missingFile(DeadLetter letter) {
    if (!letter.exchange().encoding().equals("file")) {
      return Optional.empty();
    }
    try {
      File file = new File(JSON.readTree(letter.exchange().headers()).path(DeadLetter.FILE).asText());
      return file.isFile() ? Optional.empty() : Optional.of(file.getName());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the headers of dead letter " + letter.id() + " are no JSON", e);
    }
  }

  private record Encoded(String text, String encoding) {}

  private static Encoded encode(Message message) throws IOException {
    Object body = message.getBody();
    if (body == null) {
      return new Encoded("", "none");
    }
    if (body instanceof String text) {
      return bytes(text.getBytes(StandardCharsets.UTF_8));
    }
    if (!(body instanceof Map<?, ?>) && !(body instanceof Iterable<?>)) {
      try (InputStream in = message.getBody(InputStream.class)) {
        if (in != null) {
          // one more than can be stored, however large the file is; what is cut is refused as too large
          return bytes(in.readNBytes(MOST_BYTES + 1));
        }
      }
    }
    try {
      return new Encoded(JSON.writeValueAsString(body), "json");
    } catch (JsonProcessingException e) {
      // better than nothing, and the letter's type shows it
      return new Encoded(String.valueOf(body), "text");
    }
  }

  private static Encoded bytes(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.indexOf('\u0000') < 0) {
        return new Encoded(text, "text");
      }
    } catch (CharacterCodingException e) {
      // no text
    }
    return new Encoded(Base64.getEncoder().encodeToString(bytes), "base64");
  }

  /** Returns a short stable word, such as {@code store-rejected} for a StoreRejectedException. */
  private static String reason(Throwable failure) {
    return failure == null ? "unknown"
        : failure.getClass().getSimpleName().replaceFirst("Exception$", "").replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }
}
