package io.cascadian.ingest;

import io.cascadian.ingest.Rows.Table;
import io.cascadian.source.SourceRecord;
import io.cascadian.source.StreamDefinition;
import java.math.BigInteger;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Maps a purchase from, or a sale to, a pool of the legacy automated market maker to a trade of its user.
 *
 * <p>There is one record a trade, so each is a taker's: volume counts it once. The amount is what the user paid or was paid, the fee
 * within it or taken off it. Used by one thread.
 */
final class AmmTradeMapper implements RecordMapper {

  private static final int TAKER = 2;
  private static final int BUY = 1;
  private static final int SELL = 2;

  private final Supplier<AmmPools> source;
  private AmmPools pools;

  /** @param pools asked for once, when there is a record: by then the streams before this one have been read */
  AmmTradeMapper(Supplier<AmmPools> pools) {
    this.source = pools;
  }

  @Override
  public Set<String> passingReasons() {
    return Set.of(AmmPools.UNKNOWN_POOL, AmmPools.UNKNOWN_CONDITION, AmmPools.UNKNOWN_TOKEN);
  }

  @Override
  public int map(StreamDefinition stream, SourceRecord record, long fence, Rows rows) throws RejectedRecordException {
    Fields fields = new Fields(record);
    String id = fields.text("id");
    String wallet = fields.address("user");
    String pool = fields.address("pool");
    boolean buys = switch (fields.text("type")) {
      case "Buy" -> true;
      case "Sell" -> false;
      default -> throw new RejectedRecordException("bad-trade-type", "type = " + fields.text("type"));
    };
    long shares = fields.amount("outcomeTokensAmount");
    long usd = fields.amount("tradeAmount");
    long fee = fields.amount("feeAmount");
    int outcome = fields.small("outcomeIndex", 255);
    long time = fields.time("timestamp");
    BigInteger token = pools().token(pool, outcome);
    rows.of(Table.TRADES_RAW)
        .string(id).string(wallet).int8(TAKER).uint256(token).int8(buys ? BUY : SELL).int64(shares).int64(usd).int64(fee)
        .int32(time).string("").string(pool).string(stream.source()).string(stream.era()).int64(fence).int8(0)
        .endRow();
    return 1;
  }

  private AmmPools pools() {
    if (pools == null) {
      pools = source.get();
    }
    return pools;
  }
}
