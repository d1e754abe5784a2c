package io.cascadian.source.chain;

import io.cascadian.source.StreamDefinition;
import io.cascadian.testkit.ChainNode;
import java.math.BigInteger;
import java.util.List;
import java.util.Set;

/** Logs of fills for tests, and the stream that reads them. */
final class Fills {

  static final String EXCHANGE = "0xe111180000d2663c0091e4f400237545b87b996b";
  static final String NEG_RISK_EXCHANGE = "0xe2222d279d744050d28e00520010520000310f59";
  static final String MAKER = "0x" + "1".repeat(40);
  static final String TAKER = "0x" + "2".repeat(40);
  static final BigInteger TOKEN = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
  static final StreamDefinition STREAM = new StreamDefinition(
      "fills-v2", StreamDefinition.CHAIN, "http://node", OrderFilled.NAME, List.of("id"), "timestamp", "fill", "V2");

  private Fills() {}

  static ChainOptions options(String url, long fromBlock, int largestRange) {
    return new ChainOptions(url, Set.of(EXCHANGE, NEG_RISK_EXCHANGE), ChainOptions.ORDER_FILLED_TOPIC, fromBlock, largestRange, 100);
  }

  static ChainNode.Entry buy(long amount) {
    return fill(EXCHANGE, MAKER, TAKER, 0, TOKEN, amount, 2_000_000, 0);
  }

  static ChainNode.Entry fill(
      String exchange, String maker, String taker, int side, BigInteger token, long makerAmount, long takerAmount, long fee) {
    return ChainNode.Entry.fill(exchange, ChainOptions.ORDER_FILLED_TOPIC, maker, taker, side, token, makerAmount, takerAmount, fee);
  }
}
