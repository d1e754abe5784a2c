package io.cascadian.routes;

import java.util.List;

/**
 * A set of route files, and what was found in it. Immutable.
 *
 * @param problems by file and line; empty when the set can be taken
 */
public record CheckedRoutes(RouteTexts texts, List<RouteFile> files, List<RouteUnit> units, CallGraph graph, List<RouteProblem> problems) {

  public CheckedRoutes {
    files = List.copyOf(files);
    units = List.copyOf(units);
    problems = List.copyOf(problems);
  }

  /** Whether the set can be taken. */
  public boolean isGood() {
    return problems.isEmpty();
  }

  /** The routes in the order of their files, those made of templates included. */
  public List<Summary> routes() {
    return graph.nodes().stream()
        .map(n -> new Summary(n.id(), n.own().file(), n.input(), n.description() == null ? "" : n.description())).toList();
  }

  /**
   * A route for a list.
   *
   * @param from the address that it listens at
   * @param description empty where none is written
   */
  public record Summary(String id, String file, String from, String description) {}
}
