package io.cascadian.nightly;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Describes a kind of runs that the program itself starts.
 *
 * <p>Operators may have further ones: each route that begins a run is a kind of its own, named by its id.
 *
 * @param name stored with each run, so it must not change
 * @param address endpoint of the route that the program sends such a run to; null where a command does the work itself
 */
public record RunKind(String name, String address) {

  /** Describes runs of a route, which reads the endpoint {@code direct:} with its own id. */
  public static RunKind ofRoute(String id) {
    return new RunKind(id, "direct:" + id);
  }

  /** Describes work of one step that is started by a command or a request, see {@link Maintenance}. */
  public static RunKind ofWork(String name) {
    return new RunKind(name, null);
  }

  /** Returns the names, sorted. */
  public static Set<String> names(Collection<RunKind> kinds) {
    return kinds.stream().map(RunKind::name).collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns the endpoints of those that are routes. */
  public static Set<String> addresses(Collection<RunKind> kinds) {
    return kinds.stream().map(RunKind::address).filter(address -> address != null).collect(Collectors.toSet());
  }
}
