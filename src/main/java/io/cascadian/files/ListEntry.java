package io.cascadian.files;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Holds the fields of one object of a list, and the values of fields that occur a second time.
 *
 * @param fields first value of each field, in the order of the file; a value may be null
 * @param contradictions the last value of each field that the object gives several times and not each time the same
 */
public record ListEntry<T>(Map<String, T> fields, Map<String, T> contradictions) {

  /** Reads one value; the parser stands at its first token, and at its last one afterwards. */
  @FunctionalInterface
  public interface Value<T> {
    T read(JsonParser json) throws IOException;
  }

  /**
   * Reads the object that the parser stands at the beginning of, to its end.
   *
   * @param wanted fields to read; others are passed over without being held in memory
   */
  public static <T> ListEntry<T> read(JsonParser json, Predicate<String> wanted, Value<T> reader) throws IOException {
    Map<String, T> fields = new LinkedHashMap<>();
    Map<String, T> contradictions = new LinkedHashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      if (!wanted.test(field)) {
        json.skipChildren();
        continue;
      }
      T value = reader.read(json);
      if (!fields.containsKey(field)) {
        fields.put(field, value);
      } else if (!Objects.equals(fields.get(field), value)) {
        contradictions.put(field, value);
      }
    }
    return new ListEntry<>(fields, contradictions);
  }
}
