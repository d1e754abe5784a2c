package io.cascadian.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds one record as the source delivered it.
 *
 * <p>Values are {@code String} for numbers of any size, strings and hex; {@code Boolean}; {@code List} and {@code Map} of those for lists and
 * nested entities; null where the source sent null. Records of a stream share their names. Immutable as long as its values are left alone.
 */
public final class SourceRecord {

  private final Cursor position;
  private final List<String> names;
  private final Object[] values;

  /**
   * @param position its place in the stream's order
   * @param names of the fields, shared by the records of a page
   * @param values in the order of the names; handed over, not copied
   */
  public SourceRecord(Cursor position, List<String> names, Object[] values) {
    if (names.size() != values.length) {
      throw new IllegalArgumentException(values.length + " values for " + names.size() + " names");
    }
    this.position = position;
    this.names = names;
    this.values = values;
  }

  /** Returns a record with the entries of a map, for sources with few records. */
  public static SourceRecord of(Cursor position, Map<String, Object> fields) {
    return new SourceRecord(position, new ArrayList<>(fields.keySet()), fields.values().toArray());
  }

  public Cursor position() {
    return position;
  }

  /** Returns the value of a field; null when the source sent null or did not deliver the field, which {@link #has} distinguishes. */
  public Object value(String name) {
    int index = index(name);
    return index < 0 ? null : values[index];
  }

  public boolean has(String name) {
    return index(name) >= 0;
  }

  private int index(String name) {
    return indexOf(name, 0);
  }

  /**
   * Finds the position of a field, for callers that read the fields of millions of records in about the source's order.
   *
   * @param first position that is looked at first, any number
   * @return the position, for {@link #valueAt}; -1 when the source did not deliver the field
   */
  @SuppressWarnings("StringEquality")
  public int indexOf(String name, int first) {
    int start = first < names.size() ? Math.max(first, 0) : 0;
    // names are nearly always the very string that is asked for
    for (int i = start; i < values.length; i++) {
      if (names.get(i) == name) {
        return i;
      }
    }
    for (int i = 0; i < start; i++) {
      if (names.get(i) == name) {
        return i;
      }
    }
    return names.indexOf(name);
  }

  /** Returns the value at a position that {@link #indexOf} found; null when the source sent null. */
  public Object valueAt(int index) {
    return values[index];
  }

  /** Returns all fields by name, in the source's order. */
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      fields.put(names.get(i), values[i]);
    }
    return Collections.unmodifiableMap(fields);
  }

  @Override
  public String toString() {
    return position + " " + names + " " + Arrays.toString(values);
  }
}
