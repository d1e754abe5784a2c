package io.cascadian.dev.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;

/** Compiles a {@code where} argument into a {@link RowFilter}, with graph-node's suffixes, meaning and error texts. */
final class WhereCompiler {

  /** Longest first, so that {@code _not_in} is not read as {@code _in}. */
  private static final List<String> SUFFIXES = List.of(
      "_not_contains_nocase", "_not_starts_with_nocase", "_not_ends_with_nocase", "_not_starts_with", "_not_ends_with",
      "_starts_with_nocase", "_ends_with_nocase", "_contains_nocase", "_not_contains", "_starts_with", "_ends_with", "_contains",
      "_not_in", "_not", "_gte", "_lte", "_gt", "_lt", "_in");

  private final EntityTable table;
  private final StoredOrder order;

  WhereCompiler(EntityTable table) {
    this.table = table;
    this.order = new StoredOrder(table);
  }

  RowFilter compile(Map<?, ?> where) {
    List<RowFilter> parts = new ArrayList<>();
    List<String> columns = new ArrayList<>();
    for (Map.Entry<?, ?> entry : where.entrySet()) {
      String key = entry.getKey().toString();
      switch (key) {
        case "and" -> parts.add(RowFilter.All.of(each(entry.getValue())));
        case "or" -> parts.add(RowFilter.Any.of(each(entry.getValue())));
        case "_change_block" -> parts.add(changedSince(entry.getValue()));
        default -> {
          columns.add(key);
          parts.add(column(key, entry.getValue()));
        }
      }
    }
    if (where.containsKey("or") && !columns.isEmpty()) {
      throw new QueryException("Cannot mix column filters with 'or' operator at the same level. Found column filter(s) "
          + String.join(", ", columns.stream().map(c -> "'" + c + "'").toList()) + " alongside 'or' operator.\n\nInstead of:\nwhere: {"
          + columns.get(0) + ": …, or: [...]}\n\nUse:\nwhere: {or: [{" + columns.get(0) + ": …, ...}, …]}");
    }
    return keyset(where, RowFilter.All.of(parts));
  }

  private List<RowFilter> each(Object list) {
    if (!(list instanceof List<?> filters)) {
      throw new QueryException("Invalid value provided for argument `where`: a list of filters is expected");
    }
    return filters.stream().map(f -> compile((Map<?, ?>) f)).toList();
  }

  /** {@code {timestamp: T, id_gt: I}} starts right after that row. */
  private RowFilter keyset(Map<?, ?> where, RowFilter.All compiled) {
    String sort = table.sortField();
    if (sort.equals("id") || !where.containsKey(sort) || !(where.get("id_gt") instanceof String id)) {
      return compiled;
    }
    Object value = Values.coerce(field(sort), where.get(sort));
    return new RowFilter.All(compiled.parts(), Math.max(compiled.from(), order.after(value, id)), compiled.to());
  }

  private RowFilter changedSince(Object argument) {
    if (!(argument instanceof Map<?, ?> map) || map.get("number_gte") == null) {
      throw new QueryException("Invalid value provided for argument `where`: `_change_block` needs `number_gte`");
    }
    long block = Long.parseLong(map.get("number_gte").toString());
    return new RowFilter.On(row -> table.block(row) >= block, 0, Integer.MAX_VALUE);
  }

  private RowFilter column(String key, Object literal) {
    String suffix = "";
    String name = key;
    if (table.type().indexOf(key) < 0) {
      suffix = SUFFIXES.stream().filter(key::endsWith).findFirst().orElse("");
      name = key.substring(0, key.length() - suffix.length());
    }
    int index = table.type().indexOf(name);
    if (index < 0) {
      throw new QueryException("Entity `" + table.type().name() + "` has no attribute `" + key + "`");
    }
    EntityType.Field field = table.type().fields().get(index);
    return field.list() ? onList(field, index, suffix, literal) : onScalar(field, index, suffix, literal);
  }

  private RowFilter onScalar(EntityType.Field field, int index, String suffix, Object literal) {
    boolean stored = field.name().equals(table.sortField());
    if (suffix.endsWith("_in")) {
      List<Object> values = list(literal).stream().map(v -> Values.coerce(field, v)).toList();
      boolean not = suffix.equals("_not_in");
      IntPredicate in = row -> values.stream().anyMatch(v -> Values.compare(table.value(row, index), v) == 0);
      if (stored && !not && !values.isEmpty()) {
        return new RowFilter.On(in, order.atLeast(values.stream().min(Values::compare).orElseThrow()),
            order.above(values.stream().max(Values::compare).orElseThrow()));
      }
      return anywhere(not ? in.negate() : in);
    }
    Object value = Values.coerce(field, literal);
    return switch (suffix) {
      case "" -> stored ? between(order.atLeast(value), order.above(value)) : anywhere(row -> Values.same(table.value(row, index), value));
      case "_not" -> anywhere(row -> !Values.same(table.value(row, index), value));
      case "_gt" -> stored ? between(order.above(value), Integer.MAX_VALUE) : anywhere(row -> above(row, index, value) > 0);
      case "_gte" -> stored ? between(order.atLeast(value), Integer.MAX_VALUE) : anywhere(row -> above(row, index, value) >= 0);
      case "_lt" -> stored ? between(0, order.atLeast(value)) : anywhere(row -> below(row, index, value) < 0);
      case "_lte" -> stored ? between(0, order.above(value)) : anywhere(row -> below(row, index, value) <= 0);
      default -> text(field, index, suffix, literal.toString());
    };
  }

  /** Compares a row for a lower bound; a row with null never matches. */
  private int above(int row, int index, Object value) {
    Object actual = table.value(row, index);
    return actual == null ? Integer.MIN_VALUE : Values.compare(actual, value);
  }

  private int below(int row, int index, Object value) {
    Object actual = table.value(row, index);
    return actual == null ? Integer.MAX_VALUE : Values.compare(actual, value);
  }

  private RowFilter text(EntityType.Field field, int index, String suffix, String literal) {
    boolean contains = suffix.contains("_contains");
    if (field.scalar() != EntityType.Scalar.STRING && !(contains && field.scalar() == EntityType.Scalar.BYTES)) {
      throw new QueryException("Entity `" + table.type().name() + "` has no attribute `" + field.name() + suffix + "`");
    }
    boolean noCase = suffix.endsWith("_nocase");
    String wanted = noCase ? literal.toLowerCase(Locale.ROOT)
        : field.scalar() == EntityType.Scalar.BYTES ? literal.toLowerCase(Locale.ROOT).replaceFirst("^0x", "") : literal;
    IntPredicate found = row -> {
      Object value = table.value(row, index);
      if (value == null) {
        return false;
      }
      String text = noCase ? value.toString().toLowerCase(Locale.ROOT) : value.toString();
      return contains ? text.contains(wanted) : suffix.contains("_starts_with") ? text.startsWith(wanted) : text.endsWith(wanted);
    };
    return anywhere(suffix.startsWith("_not") ? found.negate() : found);
  }

  private RowFilter onList(EntityType.Field field, int index, String suffix, Object literal) {
    List<Object> values = list(literal).stream().map(v -> Values.coerce(field, v)).toList();
    IntPredicate contains = row -> {
      List<?> actual = (List<?>) table.value(row, index);
      return actual != null && values.stream().allMatch(v -> actual.stream().anyMatch(a -> Values.same(a, v)));
    };
    return switch (suffix) {
      case "" -> anywhere(row -> Values.same(table.value(row, index), values));
      case "_not" -> anywhere(row -> !Values.same(table.value(row, index), values));
      case "_contains" -> anywhere(contains);
      case "_not_contains" -> anywhere(contains.negate());
      default -> throw new QueryException("Entity `" + table.type().name() + "` has no attribute `" + field.name() + suffix + "`");
    };
  }

  /** Returns a filter by position: a comparison on the field that the rows are ordered by is a range of positions. */
  private static RowFilter between(int from, int to) {
    return new RowFilter.On(row -> row >= from && row < to, from, to);
  }

  private static RowFilter anywhere(IntPredicate condition) {
    return new RowFilter.On(condition, 0, Integer.MAX_VALUE);
  }

  private EntityType.Field field(String name) {
    return table.type().fields().get(table.type().indexOf(name));
  }

  private static List<?> list(Object literal) {
    return literal instanceof List<?> list ? list : List.of(literal);
  }
}
