package io.cascadian.dev.sandbox;

import java.util.function.IntPredicate;

/** Searches a table by binary search in its stored order {@code (sort field, id)}. */
final class StoredOrder {

  private final EntityTable table;
  private final int sort;
  private final int id;

  StoredOrder(EntityTable table) {
    this.table = table;
    this.sort = table.type().indexOf(table.sortField());
    this.id = table.type().indexOf("id");
  }

  /** First position whose sort value is at least {@code value}. */
  int atLeast(Object value) {
    return first(row -> Values.compare(table.value(row, sort), value) >= 0);
  }

  /** First position whose sort value is above {@code value}. */
  int above(Object value) {
    return first(row -> Values.compare(table.value(row, sort), value) > 0);
  }

  /** First position after the row with this sort value and id. */
  int after(Object value, String lastId) {
    return first(row -> {
      int bySort = Values.compare(table.value(row, sort), value);
      return bySort > 0 || bySort == 0 && table.value(row, id).toString().compareTo(lastId) > 0;
    });
  }

  private int first(IntPredicate reached) {
    int low = 0;
    int high = table.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (reached.test(middle)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
