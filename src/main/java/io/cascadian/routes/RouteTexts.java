package io.cascadian.routes;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A set of route files at one moment. Immutable.
 *
 * @param files text by file name
 * @param others names of files beside them that are no routes, among which a misnamed one may be
 */
public record RouteTexts(SortedMap<String, String> files, List<String> others) {

  public RouteTexts {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    others = List.copyOf(others);
  }
}
