package io.cascadian.dev.sandbox.faults;

import io.cascadian.dev.sandbox.ChainClock;
import io.cascadian.dev.sandbox.Dataset;
import io.cascadian.dev.sandbox.EntityType;
import io.cascadian.dev.sandbox.RowTable;
import java.util.List;

/**
 * Some events come a second time under the same id, with other amounts: in their old place, or in the block after the head.
 *
 * <p>Stands for: ids that two events share (an order filled twice in one transaction overwrites), and transactions that a reorganisation
 * moved to a later block.
 */
public final class Redelivery extends DataFault {

  private final int every;
  private final boolean later;

  /**
   * @param every 10 for every tenth event
   * @param later whether they come again in the block after the head, instead of changing in place
   */
  public Redelivery(int every, boolean later) {
    this.every = every;
    this.later = later;
  }

  @Override
  public Dataset change(Dataset dataset, long head) {
    long next = head + 1;
    long time = dataset.lastTimestamp() + (next - dataset.lastBlock()) * ChainClock.BLOCK_SECONDS;
    return dataset.withTables(table -> EventRow.in(table)
        ? RewrittenTable.of(table, row -> row % every == 0 && table.block(row) <= head, row -> again(table.type(), row, next, time))
        : table);
  }

  private List<RowTable.Row> again(EntityType type, RowTable.Row row, long block, long time) {
    RowTable.Row changed = EventRow.worthMore(type, row);
    return later
        ? List.of(row, RowTable.Row.of(block, EventRow.with(type, changed, "timestamp", time).values().toArray()))
        : List.of(changed);
  }
}
