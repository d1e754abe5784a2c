package io.cascadian.dev.simulator;

import io.cascadian.source.SandboxSimulation;

/**
 * Configures the history to simulate.
 *
 * <p>Equal options give an identical history on any machine, also with later programs: what would change the history of old options is a new version.
 *
 * @param version of the simulation. 1: wallets of alike activity, conditions that live for days or weeks; fills grow with the scale, conditions and wallets
 *     with its square root. 2: the market's tail, described by {@link SkewedPlan}; fills and conditions grow with the scale, wallets with its square root. 3: as
 *     2, but what is corrected or removed is a match with both of its sides
 * @param seed of all randomness
 * @param scale 1 is some 330,000 fills; in version 1 in some 4,200 conditions by some 3,400 wallets. May be less than 1
 * @param anchor UTC seconds: the end of the recorded history. Nothing happens in the day after it, so that a run and its repetition see
 *     the same; then markets continue for {@code futureDays}
 * @param historyDays before the anchor
 * @param zipfExponent of the wallets' activity from version 2 on: the wallet of rank r has a share of all fills that is proportional to 1/r^exponent
 * @param wallets how many trade
 */
public record SimulationOptions(
    int version, long seed, double scale, long anchor, int historyDays, int futureDays, double zipfExponent, int wallets) {

  /** Newest version. */
  public static final int NEWEST = 3;

  private static final int FILLS_PER_SCALE = 336_000;

  public SimulationOptions {
    if (version < 1 || version > NEWEST) {
      throw new IllegalArgumentException("there is no version " + version + " of the simulation; there are 1 to " + NEWEST);
    }
  }

  /** Returns options with the default length of history of the requested version. */
  public static SimulationOptions of(SandboxSimulation simulation) {
    return simulation.version() == 1
        ? of(simulation.seed(), simulation.scale(), simulation.anchor())
        : skewed(simulation.version(), simulation.seed(), simulation.scale(), simulation.anchor(), simulation.zipfExponent());
  }

  /** Returns options of version 1 with its default length of history. */
  public static SimulationOptions of(long seed, double scale, long anchor) {
    return new SimulationOptions(1, seed, scale, anchor, 180, 30, 0, (int) (3_400 * Math.sqrt(scale)));
  }

  /** Returns options of the newest version with its default length of history, a year. */
  public static SimulationOptions skewed(long seed, double scale, long anchor, double zipfExponent) {
    return skewed(NEWEST, seed, scale, anchor, zipfExponent);
  }

  private static SimulationOptions skewed(int version, long seed, double scale, long anchor, double zipfExponent) {
    return new SimulationOptions(version, seed, scale, anchor, 365, 30, zipfExponent, (int) (13_000 * Math.sqrt(scale)));
  }

  /**
   * Returns options of the newest version for a history of so many fills by so many wallets that ends with its anchor.
   *
   * @param fills about
   */
  public static SimulationOptions ending(long seed, long fills, int wallets, long anchor, double zipfExponent) {
    return new SimulationOptions(NEWEST, seed, (double) fills / FILLS_PER_SCALE, anchor, 365, 0, zipfExponent, wallets);
  }

  /** Returns the text by which readers distinguish histories; of version 1 as programs before version 2 had it. */
  String identity() {
    return version == 1
        ? "SimulationOptions[seed=" + seed + ", scale=" + scale + ", anchor=" + anchor + ", historyDays=" + historyDays + ", futureDays=" + futureDays + "]"
        : toString();
  }

  int conditions() {
    return (int) (4_200 * Math.sqrt(scale));
  }

  int matches() {
    return (int) (126_000 * scale);
  }

  /** Returns the fills up to the anchor that versions from 2 on aim at. */
  double fills() {
    return FILLS_PER_SCALE * scale;
  }

  long begins() {
    return anchor - historyDays * 86_400L;
  }

  long ends() {
    return anchor + futureDays * 86_400L;
  }
}
