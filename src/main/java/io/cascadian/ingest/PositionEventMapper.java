package io.cascadian.ingest;

import io.cascadian.ingest.Rows.Table;
import io.cascadian.source.SourceRecord;
import io.cascadian.source.StreamDefinition;
import java.math.BigInteger;
import java.util.List;

/** Maps splits, merges, redemptions and neg-risk conversions to position events. */
final class PositionEventMapper implements RecordMapper {

  private static final int REDEMPTION = 3;
  private static final int CONVERSION = 4;

  private final int kind;

  /** @param kind as in the table's enumeration: 1 split, 2 merge, 3 redemption, 4 conversion */
  PositionEventMapper(int kind) {
    this.kind = kind;
  }

  @Override
  public int map(StreamDefinition stream, SourceRecord record, long fence, Rows rows) throws RejectedRecordException {
    Fields fields = new Fields(record);
    String id = fields.text("id");
    String wallet = fields.address(kind == REDEMPTION ? "redeemer" : "stakeholder");
    String condition = kind == CONVERSION ? "" : fields.hash("condition");
    String negRiskMarket = kind == CONVERSION ? fields.hash("negRiskMarketId") : "";
    long amount = fields.amount(kind == REDEMPTION ? "payout" : "amount");
    List<BigInteger> sets = switch (kind) {
      case REDEMPTION -> fields.uint256s("indexSets");
      case CONVERSION -> List.of(fields.uint256("indexSet"));
      default -> List.of();
    };
    int questions = kind == CONVERSION ? fields.small("questionCount", 65_535) : 0;
    long time = fields.time("timestamp");
    rows.of(Table.POSITION_EVENTS)
        .string(id).string(wallet).int8(kind).string(condition).string(negRiskMarket).int64(amount).uint256s(sets).int16(questions)
        .int32(time).string(stream.source()).string(stream.era()).int64(fence).int8(0).endRow();
    return 1;
  }
}
