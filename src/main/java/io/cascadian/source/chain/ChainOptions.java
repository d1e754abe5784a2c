package io.cascadian.source.chain;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sets which logs of which chain are read.
 *
 * @param url of the JSON-RPC node; often holds a key, so it is never shown
 * @param exchanges addresses of the contracts, lower case
 * @param topic first topic of the log, the hash of its signature; lower case
 * @param fromBlock first block that can hold one
 * @param largestRange blocks that one request asks for at most
 * @param largestBatch calls that one request holds at most
 */
public record ChainOptions(String url, Set<String> exchanges, String topic, long fromBlock, int largestRange, int largestBatch) {

  /** Keccak-256 of the signature of {@code OrderFilled} as the exchange contracts of era V2 emit it. */
  public static final String ORDER_FILLED_TOPIC = "0xd543adfd945773f1a62f74f0ee55a5e3b9b1a28262980ba90b1a89f2ea84d8ee";

  public ChainOptions {
    exchanges = exchanges.stream().map(e -> e.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    topic = topic.toLowerCase(Locale.ROOT);
  }

  /** Returns options with at most 2,000 blocks and 100 calls in a request. */
  public static ChainOptions of(String url, Set<String> exchanges, String topic, long fromBlock) {
    return new ChainOptions(url, exchanges, topic, fromBlock, 2_000, 100);
  }

  /** Returns the node's address without path and query, where keys stand: what streams, messages and dead letters name. */
  public String endpoint() {
    URI uri = URI.create(url);
    return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
  }

  @Override
  public String toString() {
    return "ChainOptions[endpoint=" + endpoint() + ", exchanges=" + exchanges + ", fromBlock=" + fromBlock + "]";
  }
}
