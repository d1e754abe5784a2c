package io.cascadian.source.chain;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Holds the header of a block, as far as it matters here.
 *
 * @param hash its own, {@code parent} that of the block before; lower case
 * @param timestamp UTC seconds
 */
record Block(long number, String hash, String parent, long timestamp) {

  /** @throws NumberFormatException when it is no block */
  static Block of(JsonNode json) {
    String hash = json.path("hash").asText("");
    String parent = json.path("parentHash").asText("");
    if (!Hex.isBytes(hash, 32) || !Hex.isBytes(parent, 32)) {
      throw new NumberFormatException("a block without hash and parentHash: " + hash + ", " + parent);
    }
    return new Block(Hex.quantity(json.path("number").asText(null)), hash.toLowerCase(java.util.Locale.ROOT),
        parent.toLowerCase(java.util.Locale.ROOT), Hex.quantity(json.path("timestamp").asText(null)));
  }
}
