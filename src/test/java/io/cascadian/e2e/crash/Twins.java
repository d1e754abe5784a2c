package io.cascadian.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Two installations on one history, of which one is disturbed: after each night both must hold the same.
 *
 * <p>The undisturbed one's nights are run within this process; it is the same code, and no start of a machine to wait for.
 */
final class Twins implements AutoCloseable {

  final Installation disturbed;
  private final Installation undisturbed;
  private final History history;
  private boolean undisturbedIsDone;
  private boolean settled;

  Twins(String name, Engines engines, History history, Path folder) throws IOException {
    this.history = history;
    this.disturbed = new Installation(name + "_disturbed", engines, history, folder.resolve("disturbed"));
    this.undisturbed = new Installation(name + "_undisturbed", engines, history, folder.resolve("undisturbed"));
  }

  /** A day goes by; the maps of its end are there. */
  void nextDay() throws IOException {
    history.advance(Duration.ofDays(1));
    dropMaps();
  }

  /** The same without maps, which a service that stays would take at once. */
  void nextDayWithoutMaps() {
    settled = false;
    undisturbedIsDone = false;
    history.advance(Duration.ofDays(1));
  }

  void dropMaps() throws IOException {
    settled = false;
    undisturbedIsDone = false;
    disturbed.dropMap();
    undisturbed.dropMap();
  }

  /**
   * The disturbed one's next run, without help, ends as a success; and then both hold the same, every event once.
   *
   * @return the summary of that run
   */
  JsonNode heal() throws Exception {
    JsonNode healed = disturbed.runAgain();
    assertThat(healed.path("status").asText()).as(healed.toPrettyString()).isEqualTo("success");
    undisturbedNight();
    same();
    return healed;
  }

  /** The undisturbed one's night, once a day. */
  void undisturbedNight() throws Exception {
    if (!undisturbedIsDone) {
      undisturbed.runHere();
      undisturbedIsDone = true;
    }
  }

  /** Both hold the same in every published table, which none of it holds twice. */
  void same() {
    Map<String, String> expected = undisturbed.tables();
    assertThat(expected.get("trades_raw")).doesNotStartWith("0 rows");
    assertThat(disturbed.tables()).isEqualTo(expected);
    assertThat(disturbed.repeatedEvents()).as("events that are there twice").isZero();
    settled = true;
  }

  /** Whether the last day's end found both the same. */
  boolean areSettled() {
    return settled;
  }

  @Override
  public void close() throws IOException {
    disturbed.close();
    undisturbed.close();
  }
}
