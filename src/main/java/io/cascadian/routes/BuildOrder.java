package io.cascadian.routes;

import io.cascadian.routes.RouteUnit.Kind;
import io.cascadian.routes.RouteUnit.Reference;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Computes what has to be loaded before a file, and what has to be rebuilt after it. */
final class BuildOrder {

  private BuildOrder() {}

  /**
   * Beans come first, because routes of other files may call them; then files that own a queue, because who is first decides how long it is. The
   * order of configurations, templates and routes is {@link RouteLoading}'s.
   */
  static List<RouteFile> inOrder(List<RouteFile> files, List<RouteUnit> units) {
    return files.stream().sorted(Comparator.comparing((RouteFile file) -> rank(file, units)).thenComparing(RouteFile::name)).toList();
  }

  private static int rank(RouteFile file, List<RouteUnit> units) {
    List<RouteUnit> own = units.stream().filter(u -> u.file().equals(file.name())).toList();
    return own.stream().anyMatch(u -> u.kind() == Kind.BEAN) ? 0 : own.stream().anyMatch(BuildOrder::ownsQueue) ? 1 : 2;
  }

  private static boolean ownsQueue(RouteUnit unit) {
    return unit.input() != null && unit.input().uri().startsWith("seda:");
  }

  /**
   * Returns these files, and those that are built from one of them: routes under a configuration, routes made of a template, and whatever has the name of
   * a bean in it.
   *
   * @param texts the sets that the units are of
   */
  static Set<String> withWhatIsBuiltFrom(Set<String> files, List<RouteUnit> all, List<RouteTexts> texts) {
    Set<String> affected = new TreeSet<>(files);
    for (int before = -1; before != affected.size(); ) {
      before = affected.size();
      Set<String> configurations = names(all, affected, Kind.CONFIGURATION);
      Set<String> templates = names(all, affected, Kind.TEMPLATE);
      all.stream()
          .filter(u -> templates.contains(String.valueOf(u.template()))
              || u.configurations().stream().map(Reference::name).anyMatch(c -> configurations.contains(c) || c.contains("*")))
          .map(RouteUnit::file).forEach(affected::add);
      for (String bean : names(all, affected, Kind.BEAN)) {
        Predicate<String> named = Pattern.compile("\\b" + Pattern.quote(bean) + "\\b").asPredicate();
        texts.forEach(set -> set.files().forEach((file, text) -> {
          if (named.test(text)) {
            affected.add(file);
          }
        }));
      }
    }
    return affected;
  }

  private static Set<String> names(List<RouteUnit> units, Set<String> files, Kind kind) {
    return units.stream().filter(u -> u.kind() == kind && u.id() != null && files.contains(u.file())).map(RouteUnit::id).collect(Collectors.toSet());
  }
}
