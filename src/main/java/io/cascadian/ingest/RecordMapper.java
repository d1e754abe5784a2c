package io.cascadian.ingest;

import io.cascadian.ingest.Rows.Table;
import io.cascadian.source.SourceRecord;
import io.cascadian.source.StreamDefinition;
import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Maps records of a stream to rows. One mapper for each target. */
@FunctionalInterface
interface RecordMapper {

  /**
   * Adds the record's rows, all of them or none.
   *
   * @return how many; 0 for a record without rows yet, such as an unresolved condition whose tokens are stored already
   */
  int map(StreamDefinition stream, SourceRecord record, long fence, Rows rows) throws RejectedRecordException;

  /**
   * Reasons of rejection that end when other streams deliver what the record refers to. Every run retries records that were rejected for
   * one of them.
   */
  default Set<String> passingReasons() {
    return Set.of();
  }

  /** Names the targets. */
  Set<String> TARGETS = Set.of("fill", "amm-trade", "split", "merge", "redemption", "conversion", "token", "condition", "amm-pool");

  /**
   * Makes the mapper of a target, for one stream and one run.
   *
   * @param exchanges addresses of the exchange contracts, lower case
   * @param pools asked for when the first record that needs them is mapped
   * @throws IllegalArgumentException when there is no such target
   */
  static RecordMapper of(String target, Set<String> exchanges, Supplier<AmmPools> pools) {
    return switch (target) {
      case "fill" -> new FillMapper(exchanges);
      case "amm-trade" -> new AmmTradeMapper(pools);
      case "amm-pool" -> RecordMapper::pool;
      case "split" -> new PositionEventMapper(1);
      case "merge" -> new PositionEventMapper(2);
      case "redemption" -> new PositionEventMapper(3);
      case "conversion" -> new PositionEventMapper(4);
      case "token" -> RecordMapper::token;
      case "condition" -> RecordMapper::condition;
      default -> throw new IllegalArgumentException(
          "there is no stream target '" + target + "'; known are " + TARGETS.stream().sorted().toList());
    };
  }

  /** Maps a pool to the tokens of its condition; a pool with several conditions to its address only. */
  private static int pool(StreamDefinition stream, SourceRecord record, long fence, Rows rows) throws RejectedRecordException {
    Fields fields = new Fields(record);
    String address = fields.address("id");
    List<String> conditions = fields.hashes("conditions");
    rows.of(Table.CONTRACTS).string(address).string(stream.source()).string("amm").string(stream.subgraph())
        .string(conditions.size() == 1 ? conditions.get(0) : "").int64(fence).int8(0).endRow();
    return 1;
  }

  private static int token(StreamDefinition stream, SourceRecord record, long fence, Rows rows) throws RejectedRecordException {
    Fields fields = new Fields(record);
    BigInteger token = fields.uint256("id");
    String condition = fields.hash("condition");
    int index = fields.small("outcomeIndex", 255);
    rows.of(Table.TOKENS_DIM).uint256(token).string(condition).int8(index).string(stream.source()).int64(fence).int8(0).endRow();
    return 1;
  }

  /** Positions are tokens by outcome index; a denominator above 0 means resolved. */
  private static int condition(StreamDefinition stream, SourceRecord record, long fence, Rows rows) throws RejectedRecordException {
    Fields fields = new Fields(record);
    String condition = fields.hash("id");
    List<BigInteger> positions = fields.uint256s("positionIds");
    List<BigInteger> numerators = fields.uint256s("payoutNumerators");
    BigInteger denominator = fields.uint256("payoutDenominator");
    boolean resolved = denominator.signum() > 0;
    if (resolved && !numerators.stream().reduce(BigInteger.ZERO, BigInteger::add).equals(denominator)) {
      throw new RejectedRecordException("bad-payout", "the numerators " + numerators + " do not sum to " + denominator);
    }
    if (positions.size() > 256) {
      throw new RejectedRecordException("bad-number", positions.size() + " positions");
    }
    for (int i = 0; i < positions.size(); i++) {
      rows.of(Table.TOKENS_DIM).uint256(positions.get(i)).string(condition).int8(i).string(stream.source()).int64(fence).int8(0).endRow();
    }
    if (!resolved) {
      return positions.size();
    }
    BigInteger divisor = numerators.stream().reduce(denominator, BigInteger::gcd);
    rows.of(Table.MARKET_RESOLUTIONS)
        .string(condition).string("chain").string("")
        .uint256s(numerators.stream().map(n -> n.divide(divisor)).toList()).uint256(denominator.divide(divisor))
        .int8(1).nullableInt64(null).string(stream.subgraph()).int64(fence).int8(0).endRow();
    return positions.size() + 1;
  }
}
