package io.cascadian.dev.simulator;

import io.cascadian.dev.sandbox.EntityTable;
import io.cascadian.dev.sandbox.EntityType;
import io.cascadian.dev.sandbox.Schemas;
import java.math.BigInteger;
import java.util.stream.IntStream;

/** Derives one {@code OrdersMatchedEvent} per match from the taker's leg. */
final class MatchTable implements EntityTable {

  private final EntityType type = Schemas.entity(Schemas.ORDERBOOK, "OrdersMatchedEvent");
  private final FillTable fills;
  private final int[] takerLegs;

  MatchTable(FillTable fills) {
    this.fills = fills;
    this.takerLegs = IntStream.range(0, fills.size()).filter(fills::isTakerLeg).toArray();
  }

  @Override
  public EntityType type() {
    return type;
  }

  @Override
  public String sortField() {
    return "timestamp";
  }

  @Override
  public int size() {
    return takerLegs.length;
  }

  @Override
  public Object value(int row, int field) {
    int leg = takerLegs[row];
    return switch (field) {
      case 0 -> fills.transactionHash(leg);
      case 1 -> fills.timestamp(leg);
      case 2 -> new BigInteger(fills.value(leg, 6).toString());
      case 3 -> new BigInteger(fills.value(leg, 7).toString());
      case 4 -> fills.value(leg, 8);
      case 5 -> fills.value(leg, 9);
      default -> throw new IllegalArgumentException("no field " + field);
    };
  }

  @Override
  public long block(int row) {
    return fills.block(takerLegs[row]);
  }

  @Override
  public long removedAtBlock(int row) {
    return fills.removedAtBlock(takerLegs[row]);
  }
}
