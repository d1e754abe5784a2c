package io.cascadian.ledger;

import io.cascadian.store.RowBinary;
import java.math.BigInteger;
import java.util.List;

/**
 * Describes a position as it is published.
 *
 * @param category of its condition; empty where that was not resolved
 * @param realized micro-USDC
 */
record PublishedPosition(Position position, String category, BigInteger realized, long trades) {

  private static final int SUMS = 13;
  /** Columns of average cost, before fees and after them. */
  private static final int AVERAGE = 12;

  /** Reads the column {@code published} of {@code sql/ledger/events.sql}. */
  static PublishedPosition of(List<BigInteger> values, String category) {
    List<BigInteger> counts = values.subList(SUMS + AVERAGE + 1, values.size());
    Position position = new Position(values.subList(0, SUMS), values.subList(SUMS, SUMS + AVERAGE), counts);
    return new PublishedPosition(position, category, values.get(SUMS + AVERAGE), position.trades());
  }

  /** Writes the columns of {@code ledger_positions} from {@code is_new} on; {@code before} is null where nothing was published. */
  static void write(PublishedPosition before, RowBinary row) {
    if (before == null) {
      row.int8(1).string("").int128(BigInteger.ZERO).int64(0);
    } else {
      row.int8(0).string(before.category).int128(before.realized).int64(before.trades);
    }
  }
}
