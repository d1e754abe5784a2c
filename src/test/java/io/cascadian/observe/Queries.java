package io.cascadian.observe;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which metrics a PromQL expression names. */
final class Queries {

  private static final Set<String> WORDS = Set.of("and", "or", "unless", "offset", "bool", "inf", "nan");
  private static final Pattern NAME = Pattern.compile("(?<![\\w$])([a-zA-Z_:][a-zA-Z0-9_:]*)(?!\\w)\\s*(\\(?)");

  private Queries() {}

  static Set<String> metrics(String expression) {
    String bare = expression.replaceAll("\"[^\"]*\"", "").replaceAll("\\{[^}]*}", "").replaceAll("\\[[^]]*]", "")
        .replaceAll("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)", " ").replaceAll("offset\\s+\\w+", " ");
    Set<String> names = new TreeSet<>();
    for (Matcher matcher = NAME.matcher(bare); matcher.find(); ) {
      // what a parenthesis follows is a function
      if (matcher.group(2).isEmpty() && !WORDS.contains(matcher.group(1))) {
        names.add(matcher.group(1));
      }
    }
    return names;
  }
}
