package io.cascadian.routes;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Holds a set of route files at one moment. Immutable.
 *
 * @param files text by file name
 * @param others names of files beside them that are no routes, among which a misnamed one may be
 * @param unreadable what is named like a route file, or holds some, and cannot be read
 */
public record RouteTexts(SortedMap<String, String> files, List<String> others, List<RouteProblem> unreadable) {

  public RouteTexts {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    others = List.copyOf(others);
    unreadable = List.copyOf(unreadable);
  }

  /** Creates texts without unreadable files. */
  public RouteTexts(SortedMap<String, String> files, List<String> others) {
    this(files, others, List.of());
  }

  /** Returns files that may be mistaken for routes: YAML with another ending. None of them keeps the others from being taken. */
  public List<RouteProblem> ignored() {
    return others.stream().filter(name -> name.toLowerCase(Locale.ROOT).matches(".*\\.ya?ml"))
        .map(name -> new RouteProblem(name, 1, "not read: the name of a route file ends in " + RouteFolder.ENDING,
            "rename it to " + name.replaceFirst("(?i)(\\.camel)?\\.ya?ml$", RouteFolder.ENDING) + ", or move it out of the folder")).toList();
  }
}
