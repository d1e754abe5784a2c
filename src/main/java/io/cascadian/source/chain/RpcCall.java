package io.cascadian.source.chain;

import java.util.List;
import java.util.Map;

/**
 * One call of the node.
 *
 * @param parameters plain values, lists and maps
 */
record RpcCall(String method, List<Object> parameters) {

  static RpcCall block(long number) {
    return new RpcCall("eth_getBlockByNumber", List.of(Hex.quantity(number), false));
  }

  static RpcCall newestBlock() {
    return new RpcCall("eth_getBlockByNumber", List.of("latest", false));
  }

  /** @param to last block, inclusive */
  static RpcCall logs(ChainOptions options, long from, long to) {
    return new RpcCall("eth_getLogs", List.of(Map.of(
        "address", options.exchanges(), "topics", List.of(options.topic()), "fromBlock", Hex.quantity(from), "toBlock", Hex.quantity(to))));
  }
}
