package io.cascadian.routes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds a set of route files, and what was found in it. Immutable.
 *
 * @param problems by file and line; empty when the set can be taken
 * @param warnings by file and line: what can be taken, and is worth a second look
 */
public record CheckedRoutes(RouteTexts texts, List<RouteFile> files, List<RouteUnit> units, CallGraph graph, List<RouteProblem> problems,
    List<RouteProblem> warnings) {

  public CheckedRoutes {
    files = List.copyOf(files);
    units = List.copyOf(units);
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }

  /** Returns whether the set can be taken. */
  public boolean isGood() {
    return problems.isEmpty();
  }

  /** Returns what differs from the running set and cannot be replaced while the service runs. */
  List<RouteProblem> neededRestarts(CheckedRoutes running) {
    Map<String, Map<String, JsonNode>> before = running.startOnly();
    Map<String, Map<String, JsonNode>> after = startOnly();
    Set<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    List<RouteProblem> found = new ArrayList<>();
    for (String name : names) {
      Map<String, JsonNode> old = before.getOrDefault(name, Map.of());
      Map<String, JsonNode> now = after.getOrDefault(name, Map.of());
      Stream.concat(old.keySet().stream(), now.keySet().stream()).distinct().filter(key -> !Objects.equals(old.get(key), now.get(key)))
          .forEach(key -> found.add(new RouteProblem(name, 1, "'" + key + "' counts for the whole service, from its start on",
              "restart the service, or take the change of this file back")));
    }
    return found;
  }

  private Map<String, Map<String, JsonNode>> startOnly() {
    return files.stream().filter(file -> !file.startOnly().isEmpty()).collect(Collectors.toMap(RouteFile::name, RouteFile::startOnly));
  }

  /** Returns the routes in the order of their files, those made of templates included. */
  public List<Summary> routes() {
    return graph.nodes().stream()
        .map(n -> new Summary(n.id(), n.own().file(), n.input(), n.description() == null ? "" : n.description())).toList();
  }

  /**
   * Summarises a route for lists.
   *
   * @param from the address that it listens at
   * @param description empty where none is written
   */
  public record Summary(String id, String file, String from, String description) {}
}
