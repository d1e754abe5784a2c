package io.cascadian.routes;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lists the running routes, and what of the folder was rejected.
 *
 * @param rejected why the folder is not what is running; empty when it is
 * @param ignored files of the folder that are read as routes only when they are renamed
 * @param warnings what is in force and probably a mistake
 * @param missing files among them of which nothing is in force, neither the edit nor what was there before
 * @param waiting what an edit that is good waits for; empty when there is none
 * @param loadedAt when the running set was taken
 * @param lastPolledAt when the last poll of the folder ended; empty when it is not polled
 * @param overdueAt from when on polling is overdue, unless there was another poll by then
 */
public record RouteStatus(List<Entry> routes, List<Rejection> rejected, List<RouteProblem> ignored, List<RouteProblem> warnings, Set<String> missing,
    Optional<String> waiting, Instant loadedAt, Optional<Instant> lastPolledAt, Optional<Instant> overdueAt) {

  public RouteStatus {
    routes = List.copyOf(routes);
    rejected = List.copyOf(rejected);
    ignored = List.copyOf(ignored);
    warnings = List.copyOf(warnings);
    missing = Set.copyOf(missing);
  }

  /** Returns how many files have something wrong with them, however many things that are in each. */
  public int rejectedFiles() {
    return (int) rejected.stream().map(rejection -> rejection.problem().file()).distinct().count();
  }

  /**
   * Describes a running route.
   *
   * @param status in Camel's words: Started, Stopped, Suspended; Missing when it could not be started and is retried
   * @param from the address that it listens at
   * @param description null where none is written
   */
  public record Entry(String id, String file, String status, String from, String description) {}

  /** Describes a problem and since when it exists. */
  public record Rejection(RouteProblem problem, Instant since) {}
}
