package io.cascadian.embedded.sandbox.faults;

import io.cascadian.embedded.sandbox.Dataset;
import io.cascadian.embedded.sandbox.EntityTable;
import io.cascadian.embedded.sandbox.EntityType;
import io.cascadian.embedded.sandbox.RowTable;
import java.util.List;

/**
 * Some events come a second time under the same id, with other amounts: in their old place, or after all others.
 *
 * <p>Stands for: ids that two events share (an order filled twice in one transaction overwrites), and transactions that a reorganisation
 * moved to a later block.
 */
public final class Redelivery extends DataFault {

  private final int every;
  private final boolean later;

  /**
   * @param every 10 for every tenth event
   * @param later whether they come again at the head's time, after everything else, instead of changing in place
   */
  public Redelivery(int every, boolean later) {
    this.every = every;
    this.later = later;
  }

  @Override
  public Dataset change(Dataset dataset, long head) {
    return dataset.withTables(table -> EventRow.in(table) ? rewritten(table, head) : table);
  }

  private EntityTable rewritten(EntityTable table, long head) {
    EntityType type = table.type();
    long now = 0;
    for (int row = 0; row < table.size() && table.block(row) <= head; row++) {
      now = Math.max(now, ((Number) table.value(row, type.indexOf("timestamp"))).longValue());
    }
    long time = now;
    return RewrittenTable.of(table, row -> row % every == 0 && table.block(row) <= head, row -> again(type, row, time));
  }

  private List<RowTable.Row> again(EntityType type, RowTable.Row row, long time) {
    RowTable.Row changed = EventRow.worthMore(type, row);
    return later ? List.of(row, EventRow.with(type, changed, "timestamp", time + 1)) : List.of(changed);
  }
}
