package io.cascadian.dev.sandbox;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Selects the rows that a plural query field returns at a block, in graph-node's order: range, filter, order, skip and first. */
final class CollectionQuery {

  private static final int MAX_FIRST = 1000;
  private static final int MAX_SKIP = 5000;

  private final EntityTable table;
  private final int first;
  private final int skip;
  private final String orderBy;
  private final boolean descending;
  private final RowFilter filter;

  CollectionQuery(EntityTable table, Map<String, Object> arguments) {
    this.table = table;
    this.first = range("first", arguments.get("first"), 100, 1, MAX_FIRST);
    this.skip = range("skip", arguments.get("skip"), 0, 0, MAX_SKIP);
    this.orderBy = arguments.get("orderBy") == null ? "id" : arguments.get("orderBy").toString();
    this.descending = "desc".equals(arguments.get("orderDirection"));
    int index = table.type().indexOf(orderBy);
    if (index < 0) {
      throw new QueryException("Entity `" + table.type().name() + "` has no attribute `" + orderBy + "`");
    }
    if (table.type().fields().get(index).list()) {
      throw new QueryException("Ordering by `" + orderBy + "` is not supported for type `" + table.type().name() + "`");
    }
    this.filter = arguments.get("where") instanceof Map<?, ?> where
        ? new WhereCompiler(table).compile(where)
        : RowFilter.All.of(List.of());
  }

  private static int range(String name, Object value, int absent, int least, int most) {
    if (value == null) {
      return absent;
    }
    long number = Long.parseLong(value.toString());
    if (number < least || number > most) {
      throw new QueryException("The `" + name + "` argument must be between 0 and " + most + ", but is " + number);
    }
    return (int) number;
  }

  /** Positions of the matching rows visible at the block, in the wanted order. */
  List<Integer> rows(long block) {
    int from = Math.max(0, filter.from());
    int to = Math.min(table.size(), filter.to());
    return orderBy.equals(table.sortField()) ? inStoredOrder(from, to, block) : sorted(from, to, block);
  }

  private List<Integer> inStoredOrder(int from, int to, long block) {
    List<Integer> rows = new ArrayList<>(Math.min(first, MAX_FIRST));
    int toSkip = skip;
    for (int i = 0; i < to - from && rows.size() < first; i++) {
      int row = descending ? to - 1 - i : from + i;
      if (wanted(row, block) && toSkip-- <= 0) {
        rows.add(row);
      }
    }
    return rows;
  }

  private List<Integer> sorted(int from, int to, long block) {
    List<Integer> rows = new ArrayList<>();
    for (int row = from; row < to; row++) {
      if (wanted(row, block)) {
        rows.add(row);
      }
    }
    int sort = table.type().indexOf(orderBy);
    int id = table.type().indexOf("id");
    Comparator<Integer> order = (a, b) -> {
      int bySort = Values.compare(table.value(a, sort), table.value(b, sort));
      return bySort != 0 ? bySort : Values.compare(table.value(a, id), table.value(b, id));
    };
    rows.sort(descending ? Collections.reverseOrder(order) : order);
    return rows.subList(Math.min(skip, rows.size()), Math.min(skip + first, rows.size()));
  }

  private boolean wanted(int row, long block) {
    return table.block(row) <= block && block < table.removedAtBlock(row) && filter.matches(row);
  }
}
