package io.cascadian.routes;

import com.fasterxml.jackson.databind.JsonNode;
import io.cascadian.routes.RouteUnit.Kind;
import io.cascadian.routes.RouteUnit.Reference;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds the routes of edited files that the edit does not touch, so that they continue: an edit of one operation of the HTTP interface stops that
 * operation, not the whole interface.
 *
 * <p>A route stays when its entry is the same as before and no configuration that it names is edited. Where anything else than routes, templates
 * and configurations is edited, all routes are replaced. Immutable.
 */
final class UnchangedRoutes {

  /** All routes are replaced. */
  static final UnchangedRoutes NONE = new UnchangedRoutes(Set.of(), Map.of());

  private static final Set<Kind> ROUTES = EnumSet.of(Kind.ROUTE, Kind.REST);
  /** What concerns only those that name it. */
  private static final Set<Kind> NAMED = EnumSet.of(Kind.ROUTE, Kind.REST, Kind.TEMPLATED, Kind.TEMPLATE, Kind.CONFIGURATION);

  private final Set<String> ids;
  /** By file: what of it is replaced; empty for nothing. */
  private final Map<String, Optional<RouteFile>> rests;

  private UnchangedRoutes(Set<String> ids, Map<String, Optional<RouteFile>> rests) {
    this.ids = Set.copyOf(ids);
    this.rests = Map.copyOf(rests);
  }

  /** @param files that the edit concerns */
  static UnchangedRoutes between(CheckedRoutes now, CheckedRoutes next, Set<String> files) {
    List<RouteUnit> edited = Stream.concat(edited(now, next, files), edited(next, now, files)).toList();
    if (edited.stream().anyMatch(unit -> !NAMED.contains(unit.kind()))) {
      return NONE;
    }
    Set<String> configurations = edited.stream().filter(unit -> unit.kind() == Kind.CONFIGURATION).map(RouteUnit::id).collect(Collectors.toSet());
    Set<String> ids = new HashSet<>();
    Map<String, Optional<RouteFile>> rests = new HashMap<>();
    for (RouteFile file : next.files()) {
      RouteFile before = file(now, file.name());
      if (!files.contains(file.name()) || before == null) {
        continue;
      }
      Map<Integer, List<RouteUnit>> staying = new TreeMap<>();
      for (int i = 0; i < file.entries().size(); i++) {
        List<RouteUnit> units = units(next, file, i);
        if (!units.isEmpty() && units.stream().allMatch(unit -> stays(unit, configurations)) && isIn(now, before, file.json().get(i), ids(units))) {
          staying.put(i, units);
        }
      }
      if (staying.size() == file.entries().size()) {
        rests.put(file.name(), Optional.empty());
        staying.values().forEach(units -> units.forEach(unit -> ids.add(unit.id())));
      } else if (!staying.isEmpty()) {
        // a route without an id is named by its place in the file
        file.without(staying.keySet()).filter(rest -> hasIds(rest, next, staying)).ifPresent(rest -> {
          rests.put(file.name(), Optional.of(rest));
          staying.values().forEach(units -> units.forEach(unit -> ids.add(unit.id())));
        });
      }
    }
    return new UnchangedRoutes(ids, rests);
  }

  private static boolean stays(RouteUnit unit, Set<String> configurations) {
    return ROUTES.contains(unit.kind()) && unit.id() != null
        && unit.configurations().stream().map(Reference::name).noneMatch(name -> name.contains("*") || configurations.contains(name));
  }

  private static boolean hasIds(RouteFile rest, CheckedRoutes next, Map<Integer, List<RouteUnit>> staying) {
    List<RouteUnit> expected = new ArrayList<>(next.units().stream().filter(unit -> unit.file().equals(rest.name())).toList());
    staying.values().forEach(expected::removeAll);
    return ids(rest.units()).equals(ids(expected));
  }

  private static List<String> ids(List<RouteUnit> units) {
    return units.stream().map(unit -> String.valueOf(unit.id())).toList();
  }

  /** Returns the units of one set whose entries are not in the other. */
  private static Stream<RouteUnit> edited(CheckedRoutes set, CheckedRoutes other, Set<String> files) {
    return set.files().stream().filter(file -> files.contains(file.name())).flatMap(file -> {
      RouteFile there = file(other, file.name());
      return IntStream.range(0, file.entries().size()).filter(i -> there == null || !isIn(there, file.json().get(i))).boxed()
          .flatMap(i -> units(set, file, i).stream());
    });
  }

  /** Returns whether a file has the same entry, wherever it stands. */
  private static boolean isIn(RouteFile file, JsonNode entry) {
    for (JsonNode other : file.json()) {
      if (other.equals(entry)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether the entry is the same, and its routes have the same ids: one without an id is named by its place in the file. */
  private static boolean isIn(CheckedRoutes set, RouteFile file, JsonNode entry, List<String> ids) {
    return IntStream.range(0, file.entries().size())
        .anyMatch(i -> file.json().get(i).equals(entry) && ids(units(set, file, i)).equals(ids));
  }

  /** Returns what an entry of a file holds. */
  private static List<RouteUnit> units(CheckedRoutes set, RouteFile file, int entry) {
    int first = RouteFile.line(file.entries().get(entry));
    int end = entry + 1 < file.entries().size() ? RouteFile.line(file.entries().get(entry + 1)) : Integer.MAX_VALUE;
    return set.units().stream().filter(unit -> unit.file().equals(file.name()) && unit.line() >= first && unit.line() < end).toList();
  }

  private static RouteFile file(CheckedRoutes set, String name) {
    return set.files().stream().filter(file -> file.name().equals(name)).findFirst().orElse(null);
  }

  /** Returns whether the route continues as it is. */
  boolean has(String id) {
    return id != null && ids.contains(id);
  }

  /** Returns what of a file is to be loaded; empty for nothing. */
  Optional<RouteFile> rest(RouteFile file) {
    return rests.getOrDefault(file.name(), Optional.of(file));
  }
}
