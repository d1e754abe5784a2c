package io.cascadian.dev.simulator;

/**
 * Configures the history to simulate.
 *
 * <p>Equal options give an identical history on any machine. Fills grow with the scale, conditions and wallets with its square root.
 *
 * @param seed of all randomness
 * @param scale 1 is some 330,000 fills in some 4,200 conditions by some 3,400 wallets; may be less than 1
 * @param anchor UTC seconds: the end of the recorded history. Nothing happens in the day after it, so that a run and its repetition see
 *     the same; then markets continue for {@code futureDays}
 * @param historyDays before the anchor
 */
public record SimulationOptions(long seed, double scale, long anchor, int historyDays, int futureDays) {

  /** Returns options with the default length of history. */
  public static SimulationOptions of(long seed, double scale, long anchor) {
    return new SimulationOptions(seed, scale, anchor, 180, 30);
  }

  int conditions() {
    return (int) (4_200 * Math.sqrt(scale));
  }

  int wallets() {
    return (int) (3_400 * Math.sqrt(scale));
  }

  int matches() {
    return (int) (126_000 * scale);
  }
}
