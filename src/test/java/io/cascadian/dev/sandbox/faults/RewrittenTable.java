package io.cascadian.dev.sandbox.faults;

import com.fasterxml.jackson.core.JsonGenerator;
import io.cascadian.dev.sandbox.EntityTable;
import io.cascadian.dev.sandbox.EntityType;
import io.cascadian.dev.sandbox.RowTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntPredicate;

/** A view of a table in which some rows are replaced: each by none, by another, or by several. Immutable. */
final class RewrittenTable implements EntityTable {

  private final EntityTable base;
  private final EntityTable replacements;
  /** In the stored order: a row of the base, or the complement of a row of the replacements. */
  private final int[] rows;

  private RewrittenTable(EntityTable base, EntityTable replacements, int[] rows) {
    this.base = base;
    this.replacements = replacements;
    this.rows = rows;
  }

  /**
   * @param affected which rows of the base are replaced
   * @param rewrite what stands in a row's place
   */
  static EntityTable of(EntityTable base, IntPredicate affected, Function<RowTable.Row, List<RowTable.Row>> rewrite) {
    int[] retained = new int[base.size()];
    int count = 0;
    List<RowTable.Row> replaced = new ArrayList<>();
    for (int row = 0; row < base.size(); row++) {
      if (affected.test(row)) {
        replaced.addAll(rewrite.apply(row(base, row)));
      } else {
        retained[count++] = row;
      }
    }
    if (count == base.size()) {
      return base;
    }
    EntityTable replacements = RowTable.of(base.type(), replaced);
    int[] merged = new int[count + replacements.size()];
    int sort = base.type().indexOf(base.sortField());
    for (int k = 0, r = 0; k + r < merged.length; ) {
      boolean fromBase = r == replacements.size() || k < count && compare(base, retained[k], replacements, r, sort) <= 0;
      merged[k + r] = fromBase ? retained[k] : ~r;
      k += fromBase ? 1 : 0;
      r += fromBase ? 0 : 1;
    }
    return new RewrittenTable(base, replacements, merged);
  }

  private static RowTable.Row row(EntityTable table, int row) {
    Object[] values = new Object[table.type().fields().size()];
    for (int field = 0; field < values.length; field++) {
      values[field] = table.value(row, field);
    }
    return new RowTable.Row(Arrays.asList(values), table.block(row), table.removedAtBlock(row));
  }

  private static int compare(EntityTable a, int rowOfA, EntityTable b, int rowOfB, int sort) {
    int id = a.type().indexOf("id");
    if (sort != id) {
      int byTime = Long.compare(((Number) a.value(rowOfA, sort)).longValue(), ((Number) b.value(rowOfB, sort)).longValue());
      if (byTime != 0) {
        return byTime;
      }
    }
    return a.value(rowOfA, id).toString().compareTo(b.value(rowOfB, id).toString());
  }

  @Override
  public EntityType type() {
    return base.type();
  }

  @Override
  public String sortField() {
    return base.sortField();
  }

  @Override
  public int size() {
    return rows.length;
  }

  @Override
  public Object value(int row, int field) {
    return rows[row] >= 0 ? base.value(rows[row], field) : replacements.value(~rows[row], field);
  }

  @Override
  public void write(JsonGenerator json, int row, int field) throws IOException {
    if (rows[row] >= 0) {
      base.write(json, rows[row], field);
    } else {
      replacements.write(json, ~rows[row], field);
    }
  }

  @Override
  public long block(int row) {
    return rows[row] >= 0 ? base.block(rows[row]) : replacements.block(~rows[row]);
  }

  @Override
  public long removedAtBlock(int row) {
    return rows[row] >= 0 ? base.removedAtBlock(rows[row]) : replacements.removedAtBlock(~rows[row]);
  }
}
