package io.cascadian.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.secrets.Redaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Holds those headers of an exchange that a letter can keep.
 *
 * <p>They are texts, numbers and booleans, and lists and maps of them. Headers that hold credentials, that are none of this, or that have more than
 * {@value #MAX_LENGTH} characters as JSON are left out.
 *
 * @param json an object
 * @param leftOut what was left out and why, such as {@code Report (java.io.File)}
 */
record RetainedHeaders(String json, List<String> leftOut) {

  private static final int MAX_LENGTH = 1 << 16;
  private static final int MAX_DEPTH = 20;
  /** Headers that are named in a letter, of those that it lacks. */
  private static final int NAMED = 10;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> CREDENTIALS = Set.of("authorization", "proxy-authorization", "cookie", "set-cookie");

  static RetainedHeaders of(Map<String, Object> headers) throws JsonProcessingException {
    Map<String, Object> retained = new TreeMap<>();
    List<String> leftOut = new ArrayList<>();
    for (Map.Entry<String, Object> header : new TreeMap<>(headers).entrySet()) {
      String name = header.getKey();
      Object value = header.getValue();
      boolean ofThisDelivery = name.startsWith("CamelRedeliver");
      if (ofThisDelivery || value == null) {
        continue;
      }
      String reason = CREDENTIALS.contains(name.toLowerCase(Locale.ROOT)) ? "credentials" : reasonAgainst(value);
      if (reason == null) {
        retained.put(name, redacted(value));
      } else {
        leftOut.add(name + " (" + reason + ")");
      }
    }
    return new RetainedHeaders(JSON.writeValueAsString(retained), List.copyOf(leftOut));
  }

  /** Returns the end of a sentence that names what was left out; empty when nothing was. */
  String remark() {
    String names = leftOut.stream().limit(NAMED).collect(Collectors.joining(", "));
    return leftOut.isEmpty() ? "" : "; without the headers " + names + (leftOut.size() > NAMED ? " and " + (leftOut.size() - NAMED) + " more" : "");
  }

  /** Returns why a value cannot be retained; null when it can. */
  private static String reasonAgainst(Object value) throws JsonProcessingException {
    if (!isPlain(value, MAX_DEPTH)) {
      return value.getClass().getName();
    }
    int length = JSON.writeValueAsString(value).length();
    return length > MAX_LENGTH ? length + " characters" : null;
  }

  private static boolean isPlain(Object value, int depth) {
    if (depth == 0) {
      return false;
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream().allMatch(entry -> entry.getKey() instanceof String && isPlain(entry.getValue(), depth - 1));
    }
    if (value instanceof Collection<?> list) {
      return list.stream().allMatch(element -> isPlain(element, depth - 1));
    }
    return value == null || value instanceof String || value instanceof Number || value instanceof Boolean;
  }

  private static Object redacted(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> redacted = new LinkedHashMap<>();
      map.forEach((name, element) -> redacted.put((String) name, redacted(element)));
      return redacted;
    }
    if (value instanceof Collection<?> list) {
      List<Object> redacted = new ArrayList<>();
      list.forEach(element -> redacted.add(redacted(element)));
      return redacted;
    }
    return value instanceof String text ? Redaction.apply(text) : value;
  }
}
