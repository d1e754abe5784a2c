package io.cascadian.source.chain;

import io.cascadian.source.Cursor;
import io.cascadian.source.SourceRecord;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decodes the log {@code OrderFilled} of the exchange contracts of era V2 into a record with the field names of the first era.
 *
 * <p>Its topics are signature, orderHash, maker and taker; its data are side, tokenId, makerAmount, takerAmount, fee, builder and
 * metadata, one word each. Side 0 is a maker who buys: he gives collateral, which has the asset id 0, and takes tokens.
 */
final class OrderFilled {

  /** The log's name, by which streams ask for it. */
  static final String NAME = "OrderFilled";

  private static final int WORDS = 7;
  private static final List<String> FIELDS = List.of("id", "timestamp", "orderHash", "maker", "taker", "makerAssetId", "takerAssetId",
      "makerAmountFilled", "takerAmountFilled", "fee");

  private OrderFilled() {}

  /** Returns the record of a log; of an invalid one its raw form, which the mapper rejects. */
  static SourceRecord record(Log log, Block block) {
    Cursor position = ChainPosition.of(block, log.index());
    String wrong = wrong(log);
    return wrong == null ? decoded(log, block, position) : raw(log, block, position, wrong);
  }

  private static String wrong(Log log) {
    if (log.topics().size() != 4 || !log.topics().stream().allMatch(t -> Hex.isBytes(t, 32))) {
      return "expected 4 topics of 32 bytes";
    }
    if (!Hex.isBytes(log.data(), WORDS * 32)) {
      return "expected " + WORDS + " words of data";
    }
    if (!isAddress(log.topics().get(2)) || !isAddress(log.topics().get(3))) {
      return "maker or taker is not an address";
    }
    return number(log, 0).bitLength() > 1 ? "side is neither 0 nor 1" : null;
  }

  private static SourceRecord decoded(Log log, Block block, Cursor position) {
    boolean buys = number(log, 0).signum() == 0;
    String token = number(log, 1).toString();
    return new SourceRecord(position, FIELDS, new Object[] {
        log.id(), Long.toString(block.timestamp()), log.topics().get(1), address(log.topics().get(2)), address(log.topics().get(3)),
        buys ? "0" : token, buys ? token : "0", number(log, 2).toString(), number(log, 3).toString(), number(log, 4).toString()});
  }

  private static SourceRecord raw(Log log, Block block, Cursor position, String wrong) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", log.id());
    fields.put("timestamp", Long.toString(block.timestamp()));
    fields.put("undecodable", wrong);
    fields.put("blockNumber", Long.toString(log.block()));
    fields.put("address", log.address());
    fields.put("topics", log.topics());
    fields.put("data", log.data());
    return SourceRecord.of(position, fields);
  }

  private static BigInteger number(Log log, int word) {
    return new BigInteger(log.data().substring(2 + word * 64, 2 + (word + 1) * 64), 16);
  }

  private static boolean isAddress(String topic) {
    return topic.startsWith("0x" + "0".repeat(24));
  }

  private static String address(String topic) {
    return "0x" + topic.substring(26);
  }
}
