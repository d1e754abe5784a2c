package io.cascadian.routes;

import io.cascadian.routes.RouteUnit.Kind;
import io.cascadian.routes.RouteUnit.Reference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks names: no duplicates, no unknown references, and every route that the service needs. */
final class NameCheck {

  private final RouteTexts texts;
  private final List<RouteUnit> units;
  /** Those of the program itself as well, which come first. */
  private final List<RouteUnit> all;
  private final RouteEnvironment environment;
  private final List<RouteProblem> problems = new ArrayList<>();

  NameCheck(RouteTexts texts, List<RouteUnit> units, RouteEnvironment environment) {
    this.texts = texts;
    this.units = units;
    this.all = Stream.concat(environment.core().units().stream(), units.stream()).toList();
    this.environment = environment;
  }

  List<RouteProblem> problems() {
    files();
    rules();
    beans();
    unique();
    references();
    expected();
    return problems;
  }

  private void files() {
    for (RouteUnit unit : units) {
      if (unit.kind() == Kind.TEMPLATE && isNameless(unit)) {
        add(unit, "the routeTemplate has no name", "write 'id: " + stem(unit.file()) + "' below '- routeTemplate:'");
      } else if (unit.kind() == Kind.CONFIGURATION && isNameless(unit)) {
        add(unit, "the routeConfiguration has no name, so it would count for every route, those of the program included",
            "write 'id: " + stem(unit.file()) + "' below '- routeConfiguration:', and 'routeConfigurationId: " + stem(unit.file())
                + "' below the id of each route that it is for");
      }
    }
  }

  private static boolean isNameless(RouteUnit unit) {
    return unit.id() == null || unit.id().isBlank();
  }

  /** Checks that rules for the routes of a file precede them, as Camel requires except for the error handler. */
  private void rules() {
    Map<String, RouteUnit> first = new HashMap<>();
    for (RouteUnit unit : units) {
      if (unit.kind() == Kind.ROUTE) {
        first.putIfAbsent(unit.file(), unit);
      } else if (unit.kind() == Kind.RULE && !unit.key().equals("errorHandler") && first.containsKey(unit.file())) {
        add(unit, "'" + unit.key() + "' comes after the route '" + first.get(unit.file()).id() + "' of its file",
            "move it to the top of the file; it counts for all routes below it");
      }
    }
  }

  /** A bean may neither replace one of the program nor one of another file. */
  private void beans() {
    Map<String, RouteUnit> first = new HashMap<>();
    units.stream().filter(unit -> unit.kind() == Kind.BEAN).forEach(bean -> {
      RouteUnit other = first.putIfAbsent(bean.id(), bean);
      if (environment.beans().containsKey(bean.id())) {
        add(bean, "the program has a bean '" + bean.id() + "' of its own", "give this one another name");
      } else if (other != null) {
        add(bean, "there is another bean '" + bean.id() + "' in " + place(other.file(), other.line()), "give one of them another name");
      }
    });
  }

  /** Camel keeps routes and steps in one name space, and other kinds apart. */
  private void unique() {
    Map<String, Reference> routesAndSteps = new HashMap<>();
    Map<String, String> files = new HashMap<>();
    Map<String, RouteUnit> others = new HashMap<>();
    // the one that is the program's, or is named like its file, has the older right
    List<RouteUnit> inOrder = all.stream()
        .sorted(Comparator.comparing(u -> !CoreRoutes.isCore(u.file()) && !stem(u.file()).equals(u.id()))).toList();
    for (RouteUnit unit : inOrder) {
      if (unit.id() != null && unit.isRoute()) {
        once(unit.id(), unit.line(), unit.file(), routesAndSteps, files);
      } else if (unit.id() != null && unit.kind() != Kind.BEAN) {
        RouteUnit other = others.putIfAbsent(unit.kind() + unit.id(), unit);
        if (other != null) {
          add(unit, "there is another " + unit.key() + " '" + unit.id() + "' in " + place(other.file(), other.line()),
              "give one of them another id");
        }
      }
      if (unit.kind() == Kind.ROUTE) {
        unit.ids().forEach(id -> once(id.name(), id.line(), unit.file(), routesAndSteps, files));
      }
    }
  }

  private void once(String id, int line, String file, Map<String, Reference> seen, Map<String, String> files) {
    Reference other = seen.putIfAbsent(id, new Reference(id, line));
    if (other == null) {
      files.put(id, file);
    } else {
      problems.add(new RouteProblem(file, line, "the id '" + id + "' is taken by " + place(files.get(id), other.line()),
          "write another id here; routes and steps share one set of names"));
    }
  }

  private static String place(String file, int line) {
    return CoreRoutes.isCore(file) ? "the program itself" : file + ":" + line;
  }

  private void references() {
    Set<String> templates = ids(Kind.TEMPLATE);
    Set<String> configurations = ids(Kind.CONFIGURATION);
    Map<String, RouteUnit> byId = all.stream().filter(u -> u.kind() == Kind.TEMPLATE && u.id() != null)
        .collect(Collectors.toMap(RouteUnit::id, u -> u, (a, b) -> a));
    for (RouteUnit unit : units) {
      for (Reference name : unit.configurations()) {
        if (!name.name().contains("*") && !configurations.contains(name.name())) {
          problems.add(new RouteProblem(unit.file(), name.line(), "there is no routeConfiguration '" + name.name() + "'",
              configurations.isEmpty() ? "restore the file that has it" : Suggestions.advice(name.name(), configurations)));
        }
      }
      if (unit.kind() != Kind.TEMPLATED) {
        continue;
      }
      RouteUnit template = byId.get(unit.template());
      if (template == null) {
        add(unit, "there is no routeTemplate '" + unit.template() + "'",
            templates.isEmpty() ? "restore the file that has it" : Suggestions.advice(String.valueOf(unit.template()), templates));
        continue;
      }
      Set<String> unknown = new TreeSet<>(unit.parameters().keySet());
      unknown.removeAll(template.parameters().keySet());
      unknown.forEach(name -> add(unit, "the template " + template.id() + " has no parameter '" + name + "'",
          Suggestions.advice(name, template.parameters().keySet())));
      template.parameters().forEach((name, value) -> {
        if (value == null && unit.parameters().get(name) == null) {
          add(unit, "the parameter '" + name + "' of the template " + template.id() + " has no value", "add it below 'parameters:'");
        }
      });
    }
  }

  private void expected() {
    Set<String> there = all.stream().filter(RouteUnit::isRoute).map(RouteUnit::id).collect(Collectors.toCollection(HashSet::new));
    Set<String> reported = problems.stream().map(RouteProblem::file).collect(Collectors.toSet());
    environment.expected().forEach((id, reason) -> {
      String file = fileOf(id);
      // a file that holds another route is reported already
      if (there.contains(id) || reported.contains(file)) {
        return;
      }
      if (texts.files().containsKey(file)) {
        problems.add(new RouteProblem(file, 1, "the route '" + id + "' is missing in its file: " + reason,
            "write the route there, with 'autoStartup: false' below its id to switch it off"));
        return;
      }
      String misnamed = texts.others().stream().filter(name -> lastName(name).startsWith(id + ".")).findFirst()
          .map(name -> "rename " + name + " to " + file).orElse("restore routes/" + file);
      problems.add(new RouteProblem(file, 1, "the route '" + id + "' is missing: " + reason,
          misnamed + ", or write 'autoStartup: false' below its id to switch it off"));
    });
  }

  /** Returns the file that is named like the route, whatever its ending, with the ending that it should have. */
  private String fileOf(String id) {
    return Stream.concat(texts.files().keySet().stream(), texts.others().stream()).filter(name -> lastName(name).startsWith(id + ".")).findFirst()
        .map(name -> name.substring(0, name.length() - lastName(name).length()) + id + RouteFolder.ENDING).orElse(id + RouteFolder.ENDING);
  }

  private static String lastName(String file) {
    return file.substring(file.lastIndexOf('/') + 1);
  }

  private Set<String> ids(Kind kind) {
    return all.stream().filter(u -> u.kind() == kind && u.id() != null).map(RouteUnit::id).collect(Collectors.toSet());
  }

  private void add(RouteUnit unit, String problem, String remedy) {
    problems.add(new RouteProblem(unit.file(), unit.line(), problem, remedy));
  }

  private static String stem(String file) {
    return RouteIds.stem(file);
  }
}
