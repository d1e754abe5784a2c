package io.cascadian.routes;

import io.cascadian.routes.RouteUnit.Kind;
import io.cascadian.routes.RouteUnit.Reference;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What has to be there before a file is loaded, and what has to be built anew after it. */
final class BuildOrder {

  private BuildOrder() {}

  /**
   * What others refer to comes first: configurations, templates, routes, and what is made of templates. Among routes those that own a queue,
   * because who is first decides how long it is.
   */
  static List<RouteFile> inOrder(List<RouteFile> files, List<RouteUnit> units) {
    return files.stream().sorted(Comparator.comparing((RouteFile file) -> rank(file, units)).thenComparing(RouteFile::name)).toList();
  }

  private static int rank(RouteFile file, List<RouteUnit> units) {
    List<Kind> order = List.of(Kind.CONFIGURATION, Kind.TEMPLATE, Kind.ROUTE, Kind.TEMPLATED);
    return units.stream().filter(u -> u.file().equals(file.name()))
        .mapToInt(u -> 2 * order.indexOf(u.kind()) + (u.input() != null && u.input().uri().startsWith("seda:") ? -1 : 0)).max().orElse(0);
  }

  /** These files, and those that are built from one of them: routes under a configuration, routes made of a template. */
  static Set<String> withWhatIsBuiltFrom(Set<String> files, List<RouteUnit> all) {
    Set<String> affected = new TreeSet<>(files);
    for (int before = -1; before != affected.size(); ) {
      before = affected.size();
      Set<String> configurations = names(all, affected, Kind.CONFIGURATION);
      Set<String> templates = names(all, affected, Kind.TEMPLATE);
      all.stream()
          .filter(u -> templates.contains(String.valueOf(u.template()))
              || u.configurations().stream().map(Reference::name).anyMatch(c -> configurations.contains(c) || c.contains("*"))
              // one without a name is everybody's
              || configurations.contains("") && u.kind() != Kind.CONFIGURATION)
          .map(RouteUnit::file).forEach(affected::add);
    }
    return affected;
  }

  private static Set<String> names(List<RouteUnit> units, Set<String> files, Kind kind) {
    return units.stream().filter(u -> u.kind() == kind && files.contains(u.file())).map(u -> u.id() == null ? "" : u.id())
        .collect(Collectors.toSet());
  }
}
