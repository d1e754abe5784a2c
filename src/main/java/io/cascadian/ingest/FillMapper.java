package io.cascadian.ingest;

import io.cascadian.ingest.Rows.Table;
import io.cascadian.source.SourceRecord;
import io.cascadian.source.StreamDefinition;
import java.math.BigInteger;
import java.util.Set;

/**
 * An {@code OrderFilled} event as a trade of the order's maker.
 *
 * <p>The asset with id 0 is the collateral: the maker who gives it buys, the maker who takes it sells. The taker's own order is emitted as
 * such an event too, with an exchange contract as its counterparty.
 */
final class FillMapper implements RecordMapper {

  private static final int MAKER = 1;
  private static final int TAKER = 2;
  private static final int BUY = 1;
  private static final int SELL = 2;

  private final Set<String> exchanges;

  /** @param exchanges addresses of the exchange contracts, lower case */
  FillMapper(Set<String> exchanges) {
    this.exchanges = exchanges;
  }

  @Override
  public int map(StreamDefinition stream, SourceRecord record, long fence, Rows rows) throws RejectedRecordException {
    Fields fields = new Fields(record);
    String id = fields.text("id");
    String maker = fields.address("maker");
    String taker = fields.address("taker");
    BigInteger given = fields.uint256("makerAssetId");
    BigInteger received = fields.uint256("takerAssetId");
    if ((given.signum() == 0) == (received.signum() == 0)) {
      throw new RejectedRecordException("not-token-for-collateral", "makerAssetId = " + given + ", takerAssetId = " + received);
    }
    boolean buys = given.signum() == 0;
    long usd = fields.amount(buys ? "makerAmountFilled" : "takerAmountFilled");
    long shares = fields.amount(buys ? "takerAmountFilled" : "makerAmountFilled");
    long fee = fields.amount("fee");
    long time = fields.time("timestamp");
    String order = fields.text("orderHash");
    rows.of(Table.TRADES_RAW)
        .string(id).string(maker).int8(exchanges.contains(taker) ? TAKER : MAKER).uint256(buys ? received : given)
        .int8(buys ? BUY : SELL).int64(shares).int64(usd).int64(fee).int64(buys ? -usd : usd).int32(time)
        .string(order).string(taker).string(stream.source()).string(stream.era()).int64(fence).int8(0).endRow();
    return 1;
  }
}
