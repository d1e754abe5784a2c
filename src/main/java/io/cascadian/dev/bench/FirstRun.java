package io.cascadian.dev.bench;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Decides by a service's list of runs whether its first nightly run has published something. A nightly run that was skipped, because a dropped file's run had the
 * lock, has published nothing. Used by one thread.
 */
final class FirstRun {

  private FirstRun() {}

  /** Names what is to be done next. */
  enum Next {
    WAIT,
    /** A nightly run is to be requested: the one that began with the service did not take place. */
    REQUEST,
    MEASURE
  }

  /**
   * Returns what is to be done next.
   *
   * @param runs the answer of {@code GET /api/nightly/runs}
   * @throws BenchException when the run failed
   */
  static Next after(JsonNode runs) {
    boolean running = false;
    boolean skipped = false;
    for (JsonNode run : runs.path("runs")) {
      String status = run.path("status").asText();
      running |= status.equals("running");
      if (run.path("kind").asText().equals("nightly")) {
        switch (status) {
          case "success", "partial" -> {
            return Next.MEASURE;
          }
          case "failed" -> throw new BenchException("the service's first run failed, so there is nothing to measure: " + run.path("reason").asText("its log has the reason"), null);
          default -> skipped |= status.equals("skipped");
        }
      }
    }
    return skipped && !running ? Next.REQUEST : Next.WAIT;
  }
}
