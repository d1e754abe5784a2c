package io.cascadian.source.chain;

import com.fasterxml.jackson.databind.JsonNode;
import io.cascadian.source.SourceException;
import java.util.List;
import java.util.Map;

/**
 * Describes one call of the node, and how its result is read.
 *
 * @param parameters plain values, lists and maps
 * @param reader finds a result wrong that is not what the method answers
 */
record RpcCall<T>(String method, List<Object> parameters, Reader<T> reader) {

  /** Reads a result that is not null. */
  @FunctionalInterface
  interface Reader<T> {
    T read(String endpoint, JsonNode result) throws SourceException;
  }

  static RpcCall<Block> block(long number) {
    return new RpcCall<>("eth_getBlockByNumber", List.of(Hex.quantity(number), false), (endpoint, result) -> {
      Block block = block(endpoint, result);
      if (block.number() != number) {
        throw ChainErrors.nonsense(endpoint, "the node answered block " + block.number() + " when asked for " + number, null);
      }
      return block;
    });
  }

  static RpcCall<Block> newestBlock() {
    return new RpcCall<>("eth_getBlockByNumber", List.of("latest", false), RpcCall::block);
  }

  private static Block block(String endpoint, JsonNode result) throws SourceException {
    try {
      return Block.of(result);
    } catch (NumberFormatException e) {
      throw ChainErrors.nonsense(endpoint, "the node answered something that is no block: " + e.getMessage(), e);
    }
  }

  /** @param to last block, inclusive */
  static RpcCall<RangeLogs> logs(ChainOptions options, long from, long to) {
    return new RpcCall<>("eth_getLogs", List.of(Map.of(
        "address", options.exchanges(), "topics", List.of(options.topic()), "fromBlock", Hex.quantity(from), "toBlock", Hex.quantity(to))),
        (endpoint, result) -> RangeLogs.read(endpoint, options, from, to, result));
  }
}
