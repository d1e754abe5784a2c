package io.cascadian.dev.simulator;

import java.util.SplittableRandom;

/** Describes how long markets of a kind are traded, what part of all fills is in them, and how many fills one of them has. */
enum MarketKind {
  FIVE_MINUTES(0.12, 50, 300, 1, 1),
  HOURS(0.18, 150, 900, 1, 16),
  DAY(0.28, 400, 3_600, 12, 48),
  WEEKS(0.24, 700, 86_400, 3, 21),
  MONTHS(0.12, 1_500, 86_400, 30, 180),
  YEAR(0.06, 3_000, 86_400, 180, 365);

  private static final long MINUTE = 60;
  private static final long DAY_SECONDS = 86_400;

  private final double share;
  private final int meanFills;
  private final long unit;
  private final int least;
  private final int most;

  /**
   * @param share of all fills
   * @param meanFills of a condition
   * @param unit seconds; markets open and close at multiples of it where it is less than a day, and live for {@code least} to {@code most} of it
   */
  MarketKind(double share, int meanFills, long unit, int least, int most) {
    this.share = share;
    this.meanFills = meanFills;
    this.unit = unit;
    this.least = least;
    this.most = most;
  }

  double share() {
    return share;
  }

  /** Returns how many conditions of this kind a history of so many fills has. */
  int conditions(double fills) {
    return (int) Math.max(1, Math.round(fills * share / meanFills));
  }

  boolean isShort() {
    return this == FIVE_MINUTES || this == HOURS;
  }

  /** Draws how long a market is traded, in seconds. */
  long lifetime(SplittableRandom random) {
    long units = least + random.nextInt(most - least + 1);
    return unit < DAY_SECONDS ? units * unit : Math.max(least * unit, units * unit - random.nextInt((int) DAY_SECONDS));
  }

  /** Returns the opening nearest to a time. */
  long opening(long time) {
    return unit < DAY_SECONDS ? time / unit * unit : time;
  }

  /** Draws the seconds between the end of trading and the report of the outcome: minutes for most, weeks for a few; long questions are disputed more often. */
  long resolutionDelay(SplittableRandom random) {
    double draw = random.nextDouble();
    long minutes = MINUTE * (2 + random.nextInt(isShort() ? 15 : 120));
    double late = isShort() ? 0.01 : this == DAY ? 0.05 : 0.15;
    double nextDays = isShort() ? 0.03 : this == DAY ? 0.15 : 0.40;
    if (draw < late) {
      return minutes + DAY_SECONDS * (2 + random.nextInt(20));
    }
    return draw < nextDays ? minutes + random.nextInt((int) (2 * DAY_SECONDS)) : minutes;
  }
}
