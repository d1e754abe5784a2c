package io.cascadian.source.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.source.Cursor;
import io.cascadian.source.SourceRecord;
import io.cascadian.testkit.ChainNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.bouncycastle.jcajce.provider.digest.Keccak;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderFilledTest {

  private static final String TRANSACTION = "0x" + "ab".repeat(32);
  private static final String BLOCK_HASH = "0x" + "cd".repeat(32);
  private static final Block BLOCK = new Block(84_902_400, BLOCK_HASH, "0x" + "ce".repeat(32), 1_777_000_000);

  @Test
  void topic_isHashOfSignature() {
    byte[] hash = new Keccak.Digest256().digest(
        "OrderFilled(bytes32,address,address,uint8,uint256,uint256,uint256,uint256,bytes32,bytes32)".getBytes(StandardCharsets.US_ASCII));
    assertThat(ChainOptions.ORDER_FILLED_TOPIC).isEqualTo("0x" + HexFormat.of().formatHex(hash));
  }

  @Test
  void buyingMaker_givesCollateral() {
    SourceRecord record = record(Fills.fill(Fills.EXCHANGE, Fills.MAKER, Fills.TAKER, 0, Fills.TOKEN, 510_000, 1_000_000, 7));
    assertThat(record.fields()).containsExactlyInAnyOrderEntriesOf(Map.of(
        "id", TRANSACTION + "_0x1f", "timestamp", "1777000000", "orderHash", record.value("orderHash"), "maker", Fills.MAKER,
        "taker", Fills.TAKER, "makerAssetId", "0", "takerAssetId", Fills.TOKEN.toString(), "makerAmountFilled", "510000",
        "takerAmountFilled", "1000000", "fee", "7"));
    assertThat(record.value("orderHash").toString()).matches("0x[0-9a-f]{64}");
    assertThat(record.position()).isEqualTo(new Cursor(1_777_000_000, "000084902400-0000031"));
  }

  @Test
  void sellingMaker_givesTokens() {
    SourceRecord record = record(Fills.fill(Fills.NEG_RISK_EXCHANGE, Fills.MAKER, Fills.TAKER, 1, BigInteger.TEN, 1_000_000, 510_000, 0));
    assertThat(record.value("makerAssetId")).isEqualTo("10");
    assertThat(record.value("takerAssetId")).isEqualTo("0");
    assertThat(record.value("makerAmountFilled")).isEqualTo("1000000");
    assertThat(record.value("takerAmountFilled")).isEqualTo("510000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words too few", "an odd digit", "no data", "a third side", "a side of many bytes", "a topic too few",
      "a maker that is no address"})
  void logOtherThanFill_isDeliveredUnchanged(String what) {
    ChainNode.Entry good = Fills.buy(5);
    List<String> topics = good.topics();
    String data = switch (what) {
      case "two words too few" -> good.data().substring(0, 2 + 5 * 64);
      case "an odd digit" -> good.data().replaceFirst(".$", "g");
      case "no data" -> "";
      case "a third side" -> good.data().replaceFirst("0x0{64}", "0x" + "0".repeat(63) + "2");
      case "a side of many bytes" -> good.data().replaceFirst("0x0{64}", "0x1" + "0".repeat(63));
      default -> good.data();
    };
    List<String> changed = switch (what) {
      case "a topic too few" -> topics.subList(0, 3);
      case "a maker that is no address" -> List.of(topics.get(0), topics.get(1), "0x" + "1".repeat(64), topics.get(3));
      default -> topics;
    };
    ChainNode.Entry bad = new ChainNode.Entry(good.address(), changed, data);
    SourceRecord record = record(bad);
    // nothing a mapper could take for a fill, and everything that a person needs
    assertThat(record.has("maker")).isFalse();
    assertThat(record.fields()).containsEntry("id", TRANSACTION + "_0x1f").containsEntry("data", data).containsEntry("topics", changed)
        .containsEntry("blockNumber", "84902400").containsKey("undecodable");
    assertThat(record.position()).isEqualTo(new Cursor(1_777_000_000, "000084902400-0000031"));
  }

  @Test
  void positions_sortAsOnChain() {
    Block next = new Block(84_902_401, BLOCK_HASH, BLOCK_HASH, BLOCK.timestamp());
    assertThat(List.of(new Cursor(BLOCK.timestamp(), ""), ChainPosition.of(BLOCK, 9), ChainPosition.of(BLOCK, 10),
        ChainPosition.of(BLOCK, ChainPosition.LARGEST_INDEX), ChainPosition.endOf(BLOCK), ChainPosition.of(next, 0))).isSorted();
    assertThat(ChainPosition.block(ChainPosition.of(BLOCK, 9))).hasValue(84_902_400);
    assertThat(ChainPosition.block(ChainPosition.endOf(BLOCK))).hasValue(84_902_400);
    assertThat(ChainPosition.block(new Cursor(5, ""))).isEmpty();
    assertThat(ChainPosition.block(new Cursor(5, "0xabc_0x1"))).isEmpty();
  }

  private static SourceRecord record(ChainNode.Entry entry) {
    return OrderFilled.record(
        new Log(BLOCK.number(), BLOCK_HASH, 31, TRANSACTION, entry.address(), entry.topics(), entry.data(), false), BLOCK);
  }
}
