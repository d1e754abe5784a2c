package io.cascadian.ledger;

import io.cascadian.store.RowBinary;
import java.math.BigInteger;

/** Sums integers without a limit; those that fit into 64 bits, which are nearly all, cost no object. Not thread-safe. */
final class Total {

  private long value;
  /** Holds the sum once it does not fit; null before. */
  private BigInteger large;

  Total() {}

  Total(BigInteger value) {
    set(value);
  }

  void add(long amount) {
    if (large == null) {
      long sum = value + amount;
      if (((value ^ sum) & (amount ^ sum)) >= 0) {
        value = sum;
        return;
      }
    }
    set(value().add(BigInteger.valueOf(amount)));
  }

  void add(BigInteger amount) {
    set(value().add(amount));
  }

  BigInteger value() {
    return large == null ? BigInteger.valueOf(value) : large;
  }

  /** Writes the sum as an Int128 or Decimal(38, 6). */
  void write(RowBinary row) {
    if (large == null) {
      row.int128(value);
    } else {
      row.int128(large);
    }
  }

  private void set(BigInteger sum) {
    large = sum.bitLength() > 63 ? sum : null;
    value = large == null ? sum.longValue() : 0;
  }
}
