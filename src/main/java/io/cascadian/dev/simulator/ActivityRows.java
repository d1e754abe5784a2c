package io.cascadian.dev.simulator;

import io.cascadian.dev.sandbox.EntityTable;
import io.cascadian.dev.sandbox.RowTable;
import io.cascadian.dev.sandbox.RowTable.Row;
import io.cascadian.dev.sandbox.Schemas;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;

/** Collects splits, merges, redemptions and conversions for the activity subgraph. */
final class ActivityRows {

  private final SimulatedWallets wallets;
  private final LongUnaryOperator blocks;
  private final List<Row> splits = new ArrayList<>();
  private final List<Row> merges = new ArrayList<>();
  private final List<Row> redemptions = new ArrayList<>();
  private final List<Row> conversions = new ArrayList<>();
  private long next;

  /** @param blocks block of a time */
  ActivityRows(SimulatedWallets wallets, LongUnaryOperator blocks) {
    this.wallets = wallets;
    this.blocks = blocks;
  }

  private String id() {
    return Hash.of(Hash.mix(0x61637469L << 32 | next++)) + "_0x" + Long.toHexString(next % 900 + 1);
  }

  void split(long ts, int wallet, String condition, long amount) {
    splits.add(Row.of(blocks.applyAsLong(ts), id(), ts, wallets.address(wallet), condition, amount));
  }

  void merge(long ts, int wallet, String condition, long amount) {
    merges.add(Row.of(blocks.applyAsLong(ts), id(), ts, wallets.address(wallet), condition, amount));
  }

  void redemption(long ts, int wallet, String condition, long payout) {
    redemptions.add(Row.of(blocks.applyAsLong(ts), id(), ts, wallets.address(wallet), condition, List.of(1L, 2L), payout));
  }

  void conversion(long ts, int wallet, String negRiskMarketId, long amount, long indexSet, int questions) {
    conversions.add(
        Row.of(blocks.applyAsLong(ts), id(), ts, wallets.address(wallet), negRiskMarketId, amount, indexSet, questions));
  }

  /** Returns what was collected since the last call. */
  List<EntityTable> take() {
    List<EntityTable> tables = List.of(
        RowTable.of(Schemas.entity(Schemas.ACTIVITY, "Split"), splits),
        RowTable.of(Schemas.entity(Schemas.ACTIVITY, "Merge"), merges),
        RowTable.of(Schemas.entity(Schemas.ACTIVITY, "Redemption"), redemptions),
        RowTable.of(Schemas.entity(Schemas.ACTIVITY, "NegRiskConversion"), conversions));
    List.of(splits, merges, redemptions, conversions).forEach(List::clear);
    return tables;
  }
}
