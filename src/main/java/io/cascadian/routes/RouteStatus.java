package io.cascadian.routes;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which routes are running, and what was not taken of the folder.
 *
 * @param rejected why the folder is not what is running; empty when it is
 * @param waiting what an edit that is good waits for; empty when there is none
 * @param loadedAt when the running set was taken
 */
public record RouteStatus(List<Entry> routes, List<Rejection> rejected, Optional<String> waiting, Instant loadedAt) {

  public RouteStatus {
    routes = List.copyOf(routes);
    rejected = List.copyOf(rejected);
  }

  /** How many files have something wrong with them, however many things that are in each. */
  public int rejectedFiles() {
    return (int) rejected.stream().map(rejection -> rejection.problem().file()).distinct().count();
  }

  /**
   * A running route.
   *
   * @param status in Camel's words: Started, Stopped, Suspended
   * @param from the address that it listens at
   * @param description null where none is written
   */
  public record Entry(String id, String file, String status, String from, String description) {}

  /** A problem and since when it has been there. */
  public record Rejection(RouteProblem problem, Instant since) {}
}
