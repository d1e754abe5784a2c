package io.cascadian.dev.sandbox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Stores the rows of an entity as objects; for entities without millions of rows. */
public final class RowTable implements EntityTable {

  private final EntityType type;
  private final String sortField;
  private final List<Row> rows;

  /**
   * Holds one version of an entity.
   *
   * @param values in the order of the type's fields, as {@link EntityTable#value} returns them
   * @param removedAtBlock {@link Long#MAX_VALUE} while it stays
   */
  public record Row(List<Object> values, long block, long removedAtBlock) {

    /** Returns a row that is never removed. */
    public static Row of(long block, Object... values) {
      return new Row(java.util.Arrays.asList(values), block, Long.MAX_VALUE);
    }
  }

  private RowTable(EntityType type, String sortField, List<Row> rows) {
    this.type = type;
    this.sortField = sortField;
    this.rows = rows;
  }

  /** Returns a table of the rows, sorted by {@code timestamp} where the entity has one and by id otherwise. */
  public static RowTable of(EntityType type, List<Row> rows) {
    String sortField = type.indexOf("timestamp") >= 0 ? "timestamp" : "id";
    int sort = type.indexOf(sortField);
    int id = type.indexOf("id");
    Comparator<Row> order = Comparator.comparing(r -> r.values.get(id).toString());
    if (sort != id) {
      order = Comparator.<Row>comparingLong(r -> ((Number) r.values.get(sort)).longValue()).thenComparing(order);
    }
    List<Row> sorted = new ArrayList<>(rows);
    sorted.sort(order.thenComparingLong(Row::block));
    return new RowTable(type, sortField, sorted);
  }

  @Override
  public EntityType type() {
    return type;
  }

  @Override
  public String sortField() {
    return sortField;
  }

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public Object value(int row, int field) {
    return rows.get(row).values.get(field);
  }

  @Override
  public long block(int row) {
    return rows.get(row).block;
  }

  @Override
  public long removedAtBlock(int row) {
    return rows.get(row).removedAtBlock;
  }
}
