package io.cascadian.dev.sandbox.faults;

import com.sun.net.httpserver.HttpExchange;
import io.cascadian.dev.sandbox.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Answers every request with the same response.
 *
 * @param contentType null for none
 * @param headers beyond the content's type and length
 */
public record CannedAnswer(int status, String contentType, String body, Map<String, String> headers) implements Fault {

  /** Returns a response with a JSON body. */
  static CannedAnswer json(int status, String body) {
    return new CannedAnswer(status, "application/json", body, Map.of());
  }

  @Override
  public boolean intercept(HttpExchange exchange, long number) throws IOException {
    if (contentType != null) {
      exchange.getResponseHeaders().set("Content-Type", contentType);
    }
    headers.forEach(exchange.getResponseHeaders()::set);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
    return true;
  }
}
