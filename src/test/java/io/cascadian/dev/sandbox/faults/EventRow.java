package io.cascadian.dev.sandbox.faults;

import io.cascadian.dev.sandbox.EntityTable;
import io.cascadian.dev.sandbox.EntityType;
import io.cascadian.dev.sandbox.RowTable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Which rows are events, and what would one be with something else in it? */
final class EventRow {

  /** Fields that hold amounts, as the events of the subgraphs name them. */
  private static final List<String> AMOUNTS = List.of(
      "makerAmountFilled", "amount", "payout", "tradeAmount", "sharesMinted", "sharesBurnt");

  private EventRow() {}

  /** Whether the table's rows are events, which happen at a time, rather than entities that change. */
  static boolean in(EntityTable table) {
    return table.sortField().equals("timestamp");
  }

  /** The same with another value. */
  static RowTable.Row with(EntityType type, RowTable.Row row, String field, Object value) {
    List<Object> values = new ArrayList<>(row.values());
    values.set(type.indexOf(field), value);
    return new RowTable.Row(values, row.block(), row.removedAtBlock());
  }

  /** The same with one unit more of its first amount. */
  static RowTable.Row worthMore(EntityType type, RowTable.Row row) {
    String amount = amount(type);
    return with(type, row, amount, new BigInteger(row.values().get(type.indexOf(amount)).toString()).add(BigInteger.ONE));
  }

  /** The same under an id of its own. */
  static RowTable.Row copy(EntityType type, RowTable.Row row, String suffix) {
    return with(type, row, "id", row.values().get(type.indexOf("id")) + suffix);
  }

  static String amount(EntityType type) {
    return AMOUNTS.stream().filter(name -> type.indexOf(name) >= 0).findFirst()
        .orElseThrow(() -> new IllegalArgumentException(type.name() + " has no amount"));
  }
}
