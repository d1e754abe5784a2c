package io.cascadian.routes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs problems of routes once each and remembers since when: why an edit is not in force, and what is missing. Thread-safe. */
final class RouteProblemLog {

  private static final Logger LOG = LoggerFactory.getLogger(RouteProblemLog.class);

  private final Map<RouteProblem, Instant> reported = new HashMap<>();
  private final Map<String, RouteProblem> out = new TreeMap<>();
  private List<RouteProblem> rejected = List.of();

  /** Records the problems of the folder; an empty list when it is valid. */
  synchronized void rejected(List<RouteProblem> problems) {
    rejected = List.copyOf(problems);
    report();
  }

  /** Records the files that are in force neither in their former nor in their edited form. The reason that was given first for a file stays. */
  synchronized void out(Set<String> files, String reason) {
    out.keySet().retainAll(files);
    files.forEach(file -> out.computeIfAbsent(file, name -> new RouteProblem(name, 1,
        "not in force: it could be started neither as it was nor as it was edited: " + reason,
        "wait, it is retried at every poll; GET /api/health names a database that is away; correct what was edited last when none is")));
    report();
  }

  private void report() {
    boolean had = !reported.isEmpty();
    List<RouteProblem> all = new ArrayList<>(rejected);
    Collection<RouteProblem> missing = out.values();
    all.addAll(missing);
    reported.keySet().retainAll(all);
    for (RouteProblem problem : all) {
      if (reported.putIfAbsent(problem, Instant.now()) != null) {
        continue;
      }
      if (missing.contains(problem)) {
        LOG.error("Routes are missing until they can be started: {}", problem.text());
      } else {
        LOG.warn("Edited routes are rejected, the running ones stay: {}", problem.text());
      }
    }
    if (had && reported.isEmpty()) {
      LOG.info("Routes: all problems are solved");
    }
  }

  /** Returns the names of the files that are out. */
  synchronized Set<String> out() {
    return Set.copyOf(out.keySet());
  }

  /** Returns all, by file and line. */
  synchronized List<RouteStatus.Rejection> all() {
    return reported.entrySet().stream().sorted(Map.Entry.comparingByKey()).map(e -> new RouteStatus.Rejection(e.getKey(), e.getValue())).toList();
  }
}
