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

/** What operators are told of the routes: why an edit is not in force, and what is missing; each once in the log, with since when. Thread-safe. */
final class RouteProblemLog {

  private static final Logger LOG = LoggerFactory.getLogger(RouteProblemLog.class);

  private final Map<RouteProblem, Instant> told = new HashMap<>();
  private final Map<String, RouteProblem> out = new TreeMap<>();
  private List<RouteProblem> verdict = List.of();

  /** What is wrong with the folder as it is; empty when nothing is. */
  synchronized void verdict(List<RouteProblem> problems) {
    verdict = List.copyOf(problems);
    tell();
  }

  /** Which files are neither in force as they were nor as they were edited. The reason that was given first for a file stays. */
  synchronized void out(Set<String> files, String reason) {
    out.keySet().retainAll(files);
    files.forEach(file -> out.computeIfAbsent(file, name -> new RouteProblem(name, 1,
        "not in force: it could be started neither as it was nor as it was edited: " + reason,
        "wait, it is tried again and again; GET /api/health names a database that is away; correct what was edited last when none is")));
    tell();
  }

  private void tell() {
    boolean had = !told.isEmpty();
    List<RouteProblem> all = new ArrayList<>(verdict);
    Collection<RouteProblem> missing = out.values();
    all.addAll(missing);
    told.keySet().retainAll(all);
    for (RouteProblem problem : all) {
      if (told.putIfAbsent(problem, Instant.now()) != null) {
        continue;
      }
      if (missing.contains(problem)) {
        LOG.error("Routes are missing: {}", problem.text());
      } else {
        LOG.warn("Edited routes are not taken, the running ones stay: {}", problem.text());
      }
    }
    if (had && told.isEmpty()) {
      LOG.info("There is nothing to complain of in the routes any more");
    }
  }

  /** The names of the files that are out. */
  synchronized Set<String> out() {
    return Set.copyOf(out.keySet());
  }

  /** All, by file and line. */
  synchronized List<RouteStatus.Rejection> all() {
    return told.entrySet().stream().sorted(Map.Entry.comparingByKey()).map(e -> new RouteStatus.Rejection(e.getKey(), e.getValue())).toList();
  }
}
