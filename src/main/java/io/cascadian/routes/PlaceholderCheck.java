package io.cascadian.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks that all <code>{{placeholders}}</code> have values. Functions of Camel, such as {@code env:}, and defaults are Camel's business. */
final class PlaceholderCheck {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([^{}]+?)\\s*}}");

  private PlaceholderCheck() {}

  static List<RouteProblem> problems(RouteFile file, List<RouteUnit> units, RouteEnvironment environment) {
    Set<String> own = new java.util.HashSet<>(environment.properties().keySet());
    units.forEach(unit -> own.addAll(unit.parameters().keySet()));
    List<RouteProblem> problems = new ArrayList<>();
    List<String> lines = file.text().lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).strip().startsWith("#")) {
        continue;
      }
      Matcher matcher = PLACEHOLDER.matcher(lines.get(i));
      while (matcher.find()) {
        String key = matcher.group(1);
        String name = key.startsWith("!") ? key.substring(1) : key;
        if (!name.startsWith("?") && !name.contains(":") && !own.contains(name)) {
          problems.add(new RouteProblem(file.name(), i + 1, "there is no setting or property '" + name + "'",
              Suggestions.advice(name, own) + ", or add it to application.properties and restart"));
        }
      }
    }
    return problems;
  }

  /** Puts values in as far as they are known. */
  static String resolve(String text, List<Map<String, String>> values) {
    return PLACEHOLDER.matcher(text).replaceAll(match -> {
      for (Map<String, String> map : values) {
        String value = map.get(match.group(1));
        if (value != null) {
          return Matcher.quoteReplacement(value);
        }
      }
      return Matcher.quoteReplacement(match.group());
    });
  }
}
