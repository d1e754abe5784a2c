package io.cascadian.dev.sandbox.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.sun.net.httpserver.HttpExchange;
import io.cascadian.dev.sandbox.Fault;
import java.io.IOException;

/** A fault of the rows in an answer, which is otherwise as it should be. */
@FunctionalInterface
interface RowsFault extends Fault {

  ObjectMapper JSON = new ObjectMapper();

  @Override
  default boolean intercept(HttpExchange exchange, long number) {
    return false;
  }

  @Override
  default byte[] alter(byte[] answer, long number) throws IOException {
    JsonNode whole = JSON.readTree(answer);
    for (JsonNode collection : whole.path("data")) {
      if (collection instanceof ArrayNode rows) {
        alter(rows);
      }
    }
    return JSON.writeValueAsBytes(whole);
  }

  /** Changes what one collection is answered with. */
  void alter(ArrayNode rows);
}
