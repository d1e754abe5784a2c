package io.cascadian.dev.simulator;

/**
 * Holds one order-filled event.
 *
 * @param ts block time, UTC seconds
 * @param txKey of the transaction, from which its hash is derived; {@code orderKey} like it
 * @param maker wallet whose order it is
 * @param counterparty wallet, or {@link SimulatedWallets#EXCHANGE} and the like where the order is the taker's own
 * @param gives token that the maker gives, or {@link FillTable#USDC}; {@code gets} like it
 * @param given amount in millionths; {@code got} and {@code fee} like it
 * @param appears when readers see it first, UTC seconds; later than {@code ts} where it corrects what they saw before
 * @param vanishes when readers do not see it any more; {@link Long#MAX_VALUE} for one that stays
 */
record Fill(
    long ts, long txKey, long orderKey, int maker, int counterparty, int gives, int gets, long given, long got, long fee, long appears,
    long vanishes) {

  /** Returns a fill that is seen when it happens, and stays. */
  static Fill of(long ts, long txKey, long orderKey, int maker, int counterparty, int gives, int gets, long given, long got, long fee) {
    return new Fill(ts, txKey, orderKey, maker, counterparty, gives, gets, given, got, fee, ts, Long.MAX_VALUE);
  }

  boolean isBuy() {
    return gives == FillTable.USDC;
  }

  /** Returns the same with another amount of collateral, seen until a time. */
  Fill firstVersion(long usd, long until) {
    return new Fill(ts, txKey, orderKey, maker, counterparty, gives, gets, isBuy() ? usd : given, isBuy() ? got : usd, fee, ts, until);
  }

  /** Returns the same, seen from a time on. */
  Fill appearing(long from) {
    return new Fill(ts, txKey, orderKey, maker, counterparty, gives, gets, given, got, fee, from, vanishes);
  }

  /** Returns the same as an event of another transaction that a reorganisation takes away. */
  Fill removed(long otherTx, long otherOrder, long at) {
    return new Fill(ts, otherTx, otherOrder, maker, counterparty, gives, gets, given, got, fee, appears, at);
  }
}
