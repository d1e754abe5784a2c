package io.cascadian.api;

import io.cascadian.secrets.Redaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Removes secrets, addresses, file paths and class names from texts of responses. Steps, checks and records repeat messages of databases and exceptions,
 * which are meant for the log.
 *
 * <p>A host whose name is also a {@linkplain Redaction#isVocabulary word of this program}, such as {@code clickhouse} in a compose file, is hidden only
 * where it is used as an address. Names of checks and stores stay.
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

  /** Matches names where they are used as a host; %s stands for the names. */
  private static final String NAMED = "(?i)(?<![\\w.-])(?:%1$s)(?:\\.[a-z][a-z0-9-]*)*:\\d{2,5}(?!\\w)"
      + "|(?<![\\w.-])(?:%1$s)(?:\\.[a-z][a-z0-9-]*)+(?![\\w-])"
      + "|(?<=//|@)(?:%1$s)(?![\\w-])"
      + "|(?<=\\bUnknownHostException: |\\bhost(?:name)?[ :='\"]{1,3})(?:%1$s)(?![\\w-])"
      + "|(?<![\\w.-])(?:%1$s)(?=: (?:Name or service not|Temporary failure in name|No address|nodename nor|Name does not resolve))";
  /** Matches names that are used for hosts only, as whole words anywhere. */
  private static final String ANYWHERE = "(?i)(?<![\\w-])(?:%1$s)(?:\\.[a-z][a-z0-9-]*)*(?::\\d{2,5})?(?![\\w-])";
  private static final String FOLDER = "(?<![\\w/])(?:%1$s)(?![\\w-])";
  private static final Set<String> OUR_PATHS = Set.of("/", "/api", "/observe");

  private final Names folders;
  private final Names hosts;
  private final Names wordHosts;

  /** @param names of this installation's hosts, and its folders, which begin with a slash */
  public PublicText(Collection<String> names) {
    this.folders = any(FOLDER, names.stream().filter(name -> name.startsWith("/") && !OUR_PATHS.contains(name)));
    this.hosts = any(ANYWHERE, names.stream().filter(name -> !name.startsWith("/") && !isWord(name)));
    this.wordHosts = any(NAMED, names.stream().filter(name -> !name.startsWith("/") && isWord(name)));
  }

  /** Returns whether a host's name is a word of this program, or so short that it may be a word of any text. */
  private static boolean isWord(String host) {
    return Redaction.isVocabulary(host) || host.length() <= 3;
  }

  private static Names any(String template, Stream<String> names) {
    // the longest first, since one may hold another
    List<String> sorted = names.filter(name -> !name.isEmpty()).distinct().sorted(Comparator.comparingInt(String::length).reversed()).toList();
    String alternatives = sorted.stream().map(Pattern::quote).collect(Collectors.joining("|"));
    return new Names(sorted.stream().map(PublicText::lowerCase).toList(), Pattern.compile(String.format(Locale.ROOT, template, alternatives)));
  }

  /** Replaces capitals of ASCII, as the patterns ignore the case of these and of no other letters. */
  private static String lowerCase(String text) {
    char[] chars = text.toCharArray();
    for (int i = 0; i < chars.length; i++) {
      if (chars[i] >= 'A' && chars[i] <= 'Z') {
        chars[i] += 'a' - 'A';
      }
    }
    return new String(chars);
  }

  /**
   * Hides names in texts. The pattern looks behind each character, so it is asked only where a text has one of the names.
   *
   * @param names in lower case
   */
  private record Names(List<String> names, Pattern pattern) {

    String hiddenIn(String text, String lowerCase) {
      for (String name : names) {
        if (lowerCase.contains(name)) {
          return pattern.matcher(text).replaceAll("<hidden>");
        }
      }
      return text;
    }
  }

  /**
   * Holds what a text must have for a pattern to match. Most texts have none of it, and looking for it costs less than any of the patterns.
   *
   * @param lines whether it may have several lines, as only stack traces of it matter
   * @param slashes how many
   * @param numbers whether a digit follows a colon or a dot, as in addresses
   * @param types whether a capital letter follows a dot, as in names of classes
   */
  private record Signs(boolean lines, int slashes, boolean numbers, boolean types) {

    static Signs of(String text) {
      boolean lines = false;
      int slashes = 0;
      boolean numbers = false;
      boolean types = false;
      char before = ' ';
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        // whatever ends a line: of ASCII, or of one of the others
        lines |= c < ' ' || c == '\u0085' || c == '\u2028' || c == '\u2029';
        slashes += c == '/' ? 1 : 0;
        numbers |= (before == ':' || before == '.') && c >= '0' && c <= '9';
        types |= before == '.' && c >= 'A' && c <= 'Z';
        before = c;
      }
      return new Signs(lines, slashes, numbers, types);
    }
  }

  /** Returns the text without secrets, addresses, file paths and class names; null for null. */
  public String of(String text) {
    if (text == null || text.isEmpty()) {
      return text;
    }
    String shown = Redaction.apply(text);
    Signs signs = Signs.of(shown);
    if (signs.lines) {
      Matcher trace = TRACE.matcher(shown);
      if (trace.find()) {
        shown = shown.substring(0, trace.start());
      }
    }
    if (signs.slashes > 1 && shown.contains("://")) {
      shown = URL.matcher(shown).replaceAll("<address>");
    }
    if (signs.numbers) {
      shown = ADDRESS.matcher(shown).replaceAll("<address>");
    }
    if (signs.slashes > 1) {
      shown = PATH.matcher(shown).replaceAll("<path>");
    }
    if (signs.types) {
      shown = TYPE.matcher(shown).replaceAll("$1");
    }
    String lowerCase = lowerCase(shown);
    return wordHosts.hiddenIn(hosts.hiddenIn(folders.hiddenIn(shown, lowerCase), lowerCase), lowerCase);
  }

  /**
   * Marks text from callers or markets, such as a strategy's name: it is returned unchanged, except for secrets.
   *
   * @param value text, or maps and lists of such
   */
  record Data(Object value) {}

  /** Applies {@link #of} to every text in maps and lists, except {@link Data} and values under the key {@code payload}. */
  Object within(Object value) {
    // states and messages are in a body again and again
    Map<String, String> known = new HashMap<>();
    return within(value, text -> known.computeIfAbsent(text, this::of));
  }

  private static Object within(Object value, UnaryOperator<String> shown) {
    if (value instanceof Data data) {
      return within(data.value, Redaction::apply);
    }
    if (value instanceof String text) {
      return shown.apply(text);
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new LinkedHashMap<>();
      map.forEach((key, inner) -> copy.put(key, "payload".equals(key) ? inner : within(inner, shown)));
      return copy;
    }
    if (value instanceof Collection<?> list) {
      List<Object> copy = new ArrayList<>(list.size());
      list.forEach(inner -> copy.add(within(inner, shown)));
      return copy;
    }
    return value;
  }
}
