package io.cascadian.store;

import java.util.regex.Pattern;

/**
 * Converts external text for Postgres, which rejects a statement with the character 0 in a text. Messages of failures hold
 * what a file or a service sent, so that it may be in any of them. Stateless.
 */
public final class StorableText {

  /** As JSON writes it, behind any number of escaped backslashes. */
  private static final Pattern ESCAPED = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000");
  private static final char REPLACEMENT = '\uFFFD';

  private StorableText() {}

  /** Returns the text with U+FFFD for each character 0; null for null. */
  public static String of(String text) {
    return text == null ? null : text.replace('\u0000', REPLACEMENT);
  }

  /** Returns a JSON text, in which characters 0 are escaped, with U+FFFD for each; null for null. */
  public static String ofJson(String json) {
    return json == null || !json.contains("\\u0000") ? json : ESCAPED.matcher(json).replaceAll("$1" + REPLACEMENT);
  }

  /** Returns a parameter of a statement as it can be stored: a text as by {@link #of}, anything else as it is. */
  static Object ofParameter(Object parameter) {
    return parameter instanceof String text ? of(text) : parameter;
  }
}
