package io.cascadian.dev.sandbox.faults;

import io.cascadian.dev.sandbox.Dataset;
import io.cascadian.dev.sandbox.EntityTable;
import io.cascadian.dev.sandbox.EntityType;
import io.cascadian.dev.sandbox.RowTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * More events in one second than a page holds.
 *
 * <p>Stands for: busy blocks. A cursor of time alone, moved past a full page, drops the rest of that second; several readers of this
 * source have lost rows so.
 */
public final class Burst extends DataFault {

  private final int events;

  /** @param events in the second of each table's middle row */
  public Burst(int events) {
    this.events = events;
  }

  @Override
  public Dataset change(Dataset dataset, long head) {
    return dataset.withTables(table -> EventRow.in(table) && table.size() > 0 ? crowded(table) : table);
  }

  private EntityTable crowded(EntityTable table) {
    int middle = table.size() / 2;
    return RewrittenTable.of(table, row -> row == middle, row -> copies(table.type(), row));
  }

  private List<RowTable.Row> copies(EntityType type, RowTable.Row row) {
    List<RowTable.Row> all = new ArrayList<>(List.of(row));
    for (int i = 1; i < events; i++) {
      all.add(EventRow.copy(type, row, String.format(Locale.ROOT, "b%06d", i)));
    }
    return all;
  }
}
