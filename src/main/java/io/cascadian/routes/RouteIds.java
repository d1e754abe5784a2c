package io.cascadian.routes;

import io.cascadian.routes.RouteUnit.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Names routes that have no id by their file: the first as the file, the next with {@code -2} and so on. The same file gives the same names at
 * every load.
 *
 * <p>Numbers continue from routes to routes made of templates to operations of a {@code rest}, each in the order of writing, which is how Camel
 * keeps them. Stateless.
 */
final class RouteIds {

  private static final List<Kind> ORDER = List.of(Kind.ROUTE, Kind.TEMPLATED, Kind.REST);

  private RouteIds() {}

  /** @param location name or address of the file */
  static String stem(String location) {
    String name = location.substring(location.lastIndexOf('/') + 1);
    return name.endsWith(RouteFolder.ENDING) ? name.substring(0, name.length() - RouteFolder.ENDING.length()) : name;
  }

  /**
   * Gives a name to each that has none.
   *
   * @param ids those that are written, with null where there is none
   */
  static List<String> named(String location, List<String> ids) {
    Set<String> taken = new HashSet<>(ids);
    List<String> named = new ArrayList<>();
    int number = 1;
    for (String id : ids) {
      String name = id;
      while (name == null || id == null && !taken.add(name)) {
        name = stem(location) + (number == 1 ? "" : "-" + number);
        number++;
      }
      named.add(name);
    }
    return named;
  }

  /** Returns the same units, each route with a name. */
  static List<RouteUnit> withIds(String file, List<RouteUnit> units) {
    List<RouteUnit> routes = ORDER.stream().flatMap(kind -> units.stream().filter(unit -> unit.kind() == kind)).toList();
    List<String> ids = named(file, routes.stream().map(RouteUnit::id).toList());
    // by place, not by value: two entries may be equal
    Map<RouteUnit, String> given = new IdentityHashMap<>();
    for (int i = 0; i < routes.size(); i++) {
      given.put(routes.get(i), ids.get(i));
    }
    return units.stream().map(unit -> unit.isRoute() ? unit.withId(given.get(unit)) : unit).toList();
  }
}
