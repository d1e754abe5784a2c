package io.cascadian.dev.sandbox.faults;

import io.cascadian.dev.sandbox.Dataset;
import io.cascadian.dev.sandbox.EntityTable;
import io.cascadian.dev.sandbox.EntityType;
import io.cascadian.dev.sandbox.RowTable;
import java.math.BigInteger;
import java.util.List;

/**
 * 2²⁵⁶ − 1 as the amount of some events.
 *
 * <p>Stands for: unlimited allowances and made-up tokens put the largest number there is on chain; it fits no column for money.
 */
public final class LargestNumbers extends DataFault {

  public static final BigInteger LARGEST = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);

  private final int every;

  /** @param every 100 for every hundredth event */
  public LargestNumbers(int every) {
    this.every = every;
  }

  @Override
  public Dataset change(Dataset dataset, long head) {
    return dataset.withTables(table -> EventRow.in(table) ? rewritten(table) : table);
  }

  private EntityTable rewritten(EntityTable table) {
    EntityType type = table.type();
    return RewrittenTable.of(table, row -> row % every == 0, row -> List.of(EventRow.with(type, row, EventRow.amount(type), LARGEST)));
  }
}
