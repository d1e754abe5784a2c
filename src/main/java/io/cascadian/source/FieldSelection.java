package io.cascadian.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Selects the fields of a stream's records, and maps the source's names to ours.
 *
 * <p>A stream's field is {@code name} where theirs is ours, {@code ours=theirs}, or {@code ours=their.path} for a field of a nested entity.
 * Everything is asked for under our name (a GraphQL alias), so that an answer's keys are ours whatever the server calls them, and two
 * fields of one nested entity do not get in each other's way. Immutable.
 */
public final class FieldSelection {

  private static final String NAME = "[_A-Za-z][_0-9A-Za-z]*";
  private static final Pattern FIELD = Pattern.compile("(?:(" + NAME + ")=)?(" + NAME + "(?:\\." + NAME + ")*)");
  private static final String ID = "id";

  private final List<String> names;
  /** Where our field is found with them, from the record inwards. */
  private final List<List<String>> paths = new ArrayList<>();
  private final boolean nested;
  private final String orderField;

  private FieldSelection(List<String> fields, String orderBy) {
    List<String> ours = new ArrayList<>();
    for (String field : fields) {
      Matcher parts = FIELD.matcher(field);
      if (!parts.matches()) {
        throw new IllegalArgumentException("'" + field + "' is no field; write name, ours=theirs or ours=their.path");
      }
      List<String> path = List.of(parts.group(2).split("\\."));
      if (parts.group(1) == null && path.size() > 1) {
        throw new IllegalArgumentException("'" + field + "' is nested and needs a name of ours; write ours=" + field);
      }
      // the same string as in the code that asks for it, which is then found without a comparison
      ours.add((parts.group(1) == null ? path.get(0) : parts.group(1)).intern());
      paths.add(path);
    }
    names = List.copyOf(ours);
    nested = paths.stream().anyMatch(path -> path.size() > 1);
    if (new HashSet<>(names).size() < names.size()) {
      throw new IllegalArgumentException("a name stands twice among the fields " + fields);
    }
    if (ours(ID) == null || !ours(ID).equals(ID)) {
      throw new IllegalArgumentException("the fields " + fields + " lack id, which identifies a record");
    }
    orderField = ours(orderBy);
    if (orderField == null) {
      throw new IllegalArgumentException(
          "the records are ordered by their field '" + orderBy + "', which is not among the fields " + fields);
    }
  }

  /** @throws IllegalArgumentException saying which field cannot be asked for, or which one is missing */
  public static FieldSelection of(StreamDefinition stream) {
    return new FieldSelection(stream.fields(), stream.orderBy());
  }

  private String ours(String theirs) {
    int index = paths.indexOf(List.of(theirs));
    return index < 0 ? null : names.get(index);
  }

  /** Returns our names, in the order in which they are asked for. */
  public List<String> names() {
    return names;
  }

  /** Returns our name of the field that gives the records their order. */
  public String orderField() {
    return orderField;
  }

  /** Returns the selection set's content, such as {@code id maker: buyer pool: market { id }}. */
  public String graphql() {
    List<String> asked = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      List<String> path = paths.get(i);
      String theirs = String.join(" { ", path) + " }".repeat(path.size() - 1);
      asked.add(theirs.equals(names.get(i)) ? theirs : names.get(i) + ": " + theirs);
    }
    return String.join(" ", asked);
  }

  /**
   * Returns the value of one of our fields.
   *
   * @param field its position in {@link #names()}
   * @param delivered what was answered under that name: the value itself, or the nested entity that holds it
   * @return null where the value, or an entity on the way to it, is null; a list where the way leads through one
   */
  public Object pick(int field, Object delivered) {
    List<String> path = paths.get(field);
    return pick(path.subList(1, path.size()), delivered);
  }

  private static Object pick(List<String> rest, Object delivered) {
    if (rest.isEmpty() || delivered == null) {
      return delivered;
    }
    if (delivered instanceof List<?> list) {
      return Arrays.asList(list.stream().map(element -> pick(rest, element)).toArray());
    }
    return delivered instanceof Map<?, ?> entity ? pick(rest.subList(1, rest.size()), entity.get(rest.get(0))) : null;
  }

  /** Replaces nested entities by their mapped values, in a row in the order of {@link #names()}. */
  public void unpack(Object[] row) {
    for (int i = 0; nested && i < row.length; i++) {
      row[i] = pick(i, row[i]);
    }
  }
}
