package io.cascadian.testkit;

import io.cascadian.dev.sandbox.Fault;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Wrong answers that any server of any protocol may give. */
public final class Faults {

  private Faults() {}

  /** By their names; each makes every request fail. */
  public static Map<String, Fault> ofAnyServer() {
    Map<String, Fault> faults = new LinkedHashMap<>();
    faults.put("unavailable, with a page of HTML", answer(503, "text/html", "<h1>unavailable</h1>"));
    faults.put("too many requests", answer(429, "text/plain", "slow down"));
    faults.put("no such address", answer(404, "text/plain", "not here"));
    faults.put("bad credentials", answer(401, "application/json", "{\"error\":\"unauthorized\"}"));
    faults.put("success with a page of HTML", answer(200, "text/html", "<html>maintenance</html>"));
    faults.put("success with an empty body", answer(200, "application/json", ""));
    faults.put("success with an empty object", answer(200, "application/json", "{}"));
    faults.put("JSON that is cut off", answer(200, "application/json", "{\"data\":{\"_meta\":{\"block\":{\"numb"));
    faults.put("a connection that is closed without an answer", (exchange, number) -> {
      exchange.close();
      return true;
    });
    return faults;
  }

  /** One and the same answer to everything. */
  public static Fault answer(int status, String type, String body) {
    return (exchange, number) -> {
      exchange.getResponseHeaders().set("Content-Type", type);
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
      return true;
    };
  }
}
