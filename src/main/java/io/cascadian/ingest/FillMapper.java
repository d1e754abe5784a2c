package io.cascadian.ingest;

import io.cascadian.ingest.Rows.Table;
import io.cascadian.source.SourceRecord;
import io.cascadian.source.StreamDefinition;
import io.cascadian.store.RowBinary;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Maps an {@code OrderFilled} event to a trade of the order's maker.
 *
 * <p>The asset with id 0 is the collateral: the maker who gives it buys, the maker who takes it sells. The taker's own order is emitted as
 * such an event too, with an exchange contract as its counterparty. Used by one thread.
 */
final class FillMapper implements RecordMapper {

  private static final int MAKER = 1;
  private static final int TAKER = 2;
  private static final int BUY = 1;
  private static final int SELL = 2;

  private static final String COLLATERAL = "0";
  private static final int REMEMBERED = 50_000;

  private final List<byte[]> exchanges;
  /** Encoded ids: few tokens make most of the trades, and reading 77 digits is the costliest part of a record. */
  private final Map<String, byte[]> tokens = new HashMap<>();

  /** @param exchanges addresses of the exchange contracts, lower case */
  FillMapper(Set<String> exchanges) {
    this.exchanges = exchanges.stream().map(address -> address.getBytes(StandardCharsets.UTF_8)).toList();
  }

  @Override
  public int map(StreamDefinition stream, SourceRecord record, long fence, Rows rows) throws RejectedRecordException {
    Fields fields = new Fields(record);
    // in the order in which they are asked for, which finds each at once
    String id = fields.text("id");
    long time = fields.time("timestamp");
    String order = fields.text("orderHash");
    byte[] maker = fields.addressBytes("maker");
    byte[] taker = fields.addressBytes("taker");
    String given = fields.text("makerAssetId");
    String received = fields.text("takerAssetId");
    boolean buys = given.equals(COLLATERAL);
    if (buys == received.equals(COLLATERAL)) {
      throw new RejectedRecordException("not-token-for-collateral", "makerAssetId = " + given + ", takerAssetId = " + received);
    }
    byte[] token = buys ? token("takerAssetId", received) : token("makerAssetId", given);
    long gave = fields.amount("makerAmountFilled");
    long got = fields.amount("takerAmountFilled");
    long fee = fields.amount("fee");
    long usd = buys ? gave : got;
    long shares = buys ? got : gave;
    rows.of(Table.TRADES_RAW)
        .string(id).string(maker).int8(isExchange(taker) ? TAKER : MAKER).encoded(token)
        .int8(buys ? BUY : SELL).int64(shares).int64(usd).int64(fee).int32(time)
        .string(order).string(taker).string(stream.source()).string(stream.era()).int64(fence).int8(0).endRow();
    return 1;
  }

  private boolean isExchange(byte[] address) {
    for (byte[] exchange : exchanges) {
      if (Arrays.equals(exchange, address)) {
        return true;
      }
    }
    return false;
  }

  private byte[] token(String name, String text) throws RejectedRecordException {
    byte[] known = tokens.get(text);
    if (known == null) {
      BigInteger id = Fields.uint256(name, text);
      if (id.signum() == 0) {
        throw new RejectedRecordException("not-token-for-collateral", name + " = " + text);
      }
      known = RowBinary.uint256Bytes(id);
      if (tokens.size() == REMEMBERED) {
        tokens.clear();
      }
      tokens.put(text, known);
    }
    return known;
  }
}
