package io.cascadian.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the lines of a {@code .env} file: {@code NAME=value}, optionally behind {@code export}, with blanks around the {@code =}.
 *
 * <p>A value in double quotes may hold {@code #} and, behind a backslash, {@code "} and {@code \}; one in single quotes holds everything
 * but a single quote. Outside of quotes a {@code #} begins a comment. The last of several lines with one name counts. Problems and warnings
 * name the file and the line and repeat no value, as it may be a secret. For one file; not thread-safe.
 */
final class DotEnvParser {

  private static final Pattern ENTRY = Pattern.compile("(?:export\\s+)?([A-Za-z_][\\w.\\-]*)\\s*=\\s*(.*)");
  private static final Pattern DOUBLE_QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"(.*)");
  private static final Pattern SINGLE_QUOTED = Pattern.compile("'([^']*)'(.*)");
  private static final Pattern COMMENT = Pattern.compile("\\s*(#.*)?");
  private static final Pattern ESCAPED = Pattern.compile("\\\\([\"\\\\])");

  private final Map<String, String> values = new TreeMap<>();
  private final Map<String, Integer> lineOf = new TreeMap<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<String> problems;

  private DotEnvParser(List<String> problems) {
    this.problems = problems;
  }

  /** @param problems gets a line for each line of the text that is no setting */
  static DotEnvFile parse(String text, List<String> problems) {
    DotEnvParser parser = new DotEnvParser(problems);
    int number = 0;
    for (String line : text.split("\\R", -1)) {
      parser.line(++number, line.strip());
    }
    return new DotEnvFile(parser.values, parser.warnings);
  }

  private void line(int number, String line) {
    if (line.isEmpty() || line.startsWith("#")) {
      return;
    }
    Matcher entry = ENTRY.matcher(line);
    if (!entry.matches()) {
      problems.add(at(number) + "is no setting; write NAME=value, or a # before a comment");
      return;
    }
    String name = entry.group(1);
    String value = value(number, name, entry.group(2));
    if (value != null) {
      String replaced = values.put(name, value);
      Integer before = lineOf.put(name, number);
      if (before != null && !value.equals(replaced)) {
        warnings.add(at(number) + "sets " + name + " again, which line " + before + " set; this line counts");
      }
    }
  }

  /** Parses a value; null when it is invalid, which is recorded as a problem. */
  private String value(int number, String name, String text) {
    return switch (text.isEmpty() ? ' ' : text.charAt(0)) {
      case '"' -> {
        String content = quoted(number, name, DOUBLE_QUOTED.matcher(text));
        yield content == null ? null : ESCAPED.matcher(content).replaceAll(escaped -> Matcher.quoteReplacement(escaped.group(1)));
      }
      case '\'' -> quoted(number, name, SINGLE_QUOTED.matcher(text));
      default -> plain(number, name, text);
    };
  }

  private String quoted(int number, String name, Matcher quoted) {
    if (!quoted.matches()) {
      problems.add(at(number) + "the value of " + name + " has no closing quote; put it behind the value, on the same line");
      return null;
    }
    if (!COMMENT.matcher(quoted.group(2)).matches()) {
      problems.add(at(number) + "something follows the closing quote of the value of " + name
          + "; remove it, or put a backslash before a \" that belongs to the value");
      return null;
    }
    return quoted.group(1);
  }

  private String plain(int number, String name, String text) {
    int comment = text.indexOf('#');
    if (comment < 0) {
      return text;
    }
    // who means a comment leaves a blank before it
    if (comment > 0 && !Character.isWhitespace(text.charAt(comment - 1))) {
      warnings.add(at(number) + "the value of " + name + " ends before its first #, where a comment begins; if the # belongs to it, write " + name
          + "=\"…\"");
    }
    return text.substring(0, comment).strip();
  }

  private static String at(int number) {
    return ".env, line " + number + ": ";
  }
}
