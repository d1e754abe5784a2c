package io.cascadian.source.chain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Holds one log as the node delivered it; its place is validated, its content may be anything.
 *
 * @param index within the block
 * @param removed whether a reorganisation has taken it back
 */
record Log(
    long block, String blockHash, long index, String transaction, String address, List<String> topics, String data, boolean removed) {

  /** @throws NumberFormatException when its place on the chain is missing or malformed */
  static Log of(JsonNode json) {
    List<String> topics = new ArrayList<>();
    json.path("topics").forEach(topic -> topics.add(topic.asText().toLowerCase(Locale.ROOT)));
    String transaction = text(json, "transactionHash");
    if (!Hex.isBytes(transaction, 32)) {
      throw new NumberFormatException("a log without transactionHash: " + transaction);
    }
    long index = Hex.quantity(json.path("logIndex").asText(null));
    if (index > ChainPosition.LARGEST_INDEX) {
      throw new NumberFormatException("a log with index " + index);
    }
    return new Log(Hex.quantity(json.path("blockNumber").asText(null)), text(json, "blockHash"), index, transaction, text(json, "address"),
        topics, text(json, "data"), json.path("removed").asBoolean(false));
  }

  private static String text(JsonNode json, String field) {
    return json.path(field).asText("").toLowerCase(Locale.ROOT);
  }

  /** Returns the event's id in the stores, of the same form as the subgraphs' log ids. */
  String id() {
    return transaction + "_" + Hex.quantity(index);
  }
}
