package io.cascadian.ingest;

import io.cascadian.ingest.Rows.Table;
import io.cascadian.source.SourceRecord;
import io.cascadian.source.StreamDefinition;
import java.math.BigInteger;
import java.util.List;
import java.util.Set;

/**
 * Maps ERC-1155 transfers of outcome tokens to transfers between wallets, a row for each token.
 *
 * <p>Kept out, without a row: mints and burns, which are from or to the zero address; legs of trades, splits, merges and conversions, which a contract of the
 * market sends, receives or, where the source names the operator, executes; and what a wallet sends to itself.
 */
final class TransferMapper implements RecordMapper {

  private static final String ZERO = "0x" + "0".repeat(40);

  private final Set<String> contracts;

  /** @param contracts addresses that are no wallets, lower case */
  TransferMapper(Set<String> contracts) {
    this.contracts = contracts;
  }

  @Override
  public int map(StreamDefinition stream, SourceRecord record, long fence, Rows rows) throws RejectedRecordException {
    Fields fields = new Fields(record);
    String id = fields.text("id");
    long time = fields.time("timestamp");
    String from = fields.address("from");
    String to = fields.address("to");
    String operator = fields.isNull("operator") ? from : fields.address("operator");
    List<BigInteger> tokens = fields.oneOrMoreUint256("tokenIds");
    long[] shares = fields.oneOrMoreAmounts("amounts");
    if (tokens.size() != shares.length || shares.length >= 1 << 16) {
      throw new RejectedRecordException("bad-transfer", tokens.size() + " tokens and " + shares.length + " amounts");
    }
    if (from.equals(to) || isNoWallet(from) || isNoWallet(to) || contracts.contains(operator)) {
      return 0;
    }
    for (int i = 0; i < shares.length; i++) {
      rows.of(Table.SHARE_TRANSFERS)
          .string(id).int16(i).string(from).string(to).uint256(tokens.get(i)).int64(shares[i]).int32(time)
          .string(stream.source()).string(stream.era()).int64(fence).int8(0).endRow();
    }
    return shares.length;
  }

  private boolean isNoWallet(String address) {
    return address.equals(ZERO) || contracts.contains(address);
  }
}
