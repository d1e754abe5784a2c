package io.cascadian.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of a text may a caller see? Steps, checks and records keep the words of databases and of exceptions, which are meant for the log; in an
 * answer, addresses, file paths and class names are taken out of them.
 *
 * <p>Thread-safe.
 */
public final class PublicText {

  private static final Pattern TRACE = Pattern.compile("(?m)\\s*\\R\\s*(at [\\w.$/<>]+\\(.*|\\.\\.\\. \\d+ more|Caused by: )");
  private static final Pattern URL = Pattern.compile("\\b[a-zA-Z][a-zA-Z0-9+.:-]*://[^\\s\"'<>|,;)\\]}]+");
  private static final Pattern ADDRESS = Pattern.compile(
      // as Java writes a resolved one
      "(?<![\\w.-])[\\w.-]*/\\d{1,3}(?:\\.\\d{1,3}){3}(?::\\d+)?(?![\\w.])"
          // a line of a route's file looks like a port of a host
          + "|(?<![\\w.-])(?:(?:[\\w.-]+)?/)?(?:localhost|\\d{1,3}(?:\\.\\d{1,3}){3}|(?:[a-zA-Z][\\w-]*\\.)+(?!ya?ml:)[a-zA-Z]{2,}|\\[[0-9a-fA-F:]{2,}\\]):\\d{2,5}\\b"
          + "|(?<![\\w.])(?:127|10|192\\.168|172\\.(?:1[6-9]|2\\d|3[01]))(?:\\.\\d{1,3}){2,3}(?![\\w.])");
  private static final Pattern PATH = Pattern.compile("(?<![\\w/.<>*-])/(?!api/|observe/)[\\w.@~+-]+(?:/[\\w.@~+-]+)+/?");
  private static final Pattern TYPE = Pattern.compile("\\b(?:[a-z_][a-z0-9_]*\\.){2,}([A-Z]\\w*)(?:\\$\\w+)*");

  private final List<String> secrets;

  /** @param names what must not be shown wherever it stands, such as hosts of the databases and folders of this installation */
  public PublicText(Collection<String> names) {
    // the longest first, since one may hold another; very short ones are in every word
    this.secrets = names.stream().filter(name -> name.length() > 3).distinct()
        .sorted(Comparator.comparingInt(String::length).reversed()).toList();
  }

  /** The text without what is not for callers; null for null. */
  public String of(String text) {
    if (text == null || text.isEmpty()) {
      return text;
    }
    String shown = text;
    Matcher trace = TRACE.matcher(shown);
    if (trace.find()) {
      shown = shown.substring(0, trace.start());
    }
    if (shown.indexOf('/') >= 0 || shown.indexOf('.') >= 0 || shown.indexOf(':') >= 0) {
      shown = URL.matcher(shown).replaceAll("<address>");
      shown = ADDRESS.matcher(shown).replaceAll("<address>");
      shown = PATH.matcher(shown).replaceAll("<path>");
      shown = TYPE.matcher(shown).replaceAll("$1");
    }
    for (String secret : secrets) {
      shown = shown.replace(secret, "<hidden>");
    }
    return shown;
  }

  /** The same with every text in maps and lists; what stands under {@code payload} is data and stays. */
  Object within(Object value) {
    if (value instanceof String text) {
      return of(text);
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> shown = new LinkedHashMap<>();
      map.forEach((key, inner) -> shown.put(key, "payload".equals(key) ? inner : within(inner)));
      return shown;
    }
    if (value instanceof Collection<?> list) {
      List<Object> shown = new ArrayList<>(list.size());
      list.forEach(inner -> shown.add(within(inner)));
      return shown;
    }
    return value;
  }
}
