package io.cascadian.dev.sandbox.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import io.cascadian.dev.sandbox.Fault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * In the place of a page comes the one before, once more.
 *
 * <p>Stands for: caches that take two requests for the same. A reader that trusts it counts events twice, or, where it takes them for
 * already known, never sees the right page. Thread-safe.
 */
public final class ReplayedPage implements Fault {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** By the fields that were answered. */
  private final Map<List<String>, byte[]> previous = new HashMap<>();

  @Override
  public boolean intercept(HttpExchange exchange, long number) {
    return false;
  }

  @Override
  public synchronized byte[] alter(byte[] answer, long number) throws IOException {
    List<String> fields = new ArrayList<>();
    JsonNode data = JSON.readTree(answer).path("data");
    data.fieldNames().forEachRemaining(fields::add);
    byte[] before = fields.stream().anyMatch(field -> data.get(field).isArray()) ? previous.put(fields, answer) : null;
    return before == null ? answer : before;
  }
}
