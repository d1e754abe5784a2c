package io.cascadian.ingest;

import java.util.Locale;

/**
 * Estimates how long work goes on that is as dense to its end as it was until now.
 *
 * <p>The first pages are no good sample: a history is thin at its beginning, and the first request costs more than others. So nothing is estimated before a stated
 * part is done, and what would take days is not given to the hour.
 */
final class TimeLeft {

  private static final double LEAST_SECONDS = 10;
  private static final double LEAST_PART = 0.01;
  private static final long MOST_SECONDS = 2 * 86_400L;

  private TimeLeft() {}

  /**
   * Returns a clause for a person.
   *
   * @param seconds that the work has taken
   * @param part of it that is done, 0 to 1
   */
  static String text(double seconds, double part) {
    if (seconds < LEAST_SECONDS || !(part >= LEAST_PART)) {
      return "time left not known yet";
    }
    long left = Math.max(0, Math.round(seconds / part * (1 - part)));
    if (left > MOST_SECONDS) {
      return "more than two days left";
    }
    return left >= 3600
        ? String.format(Locale.ROOT, "about %d h %02d min left", left / 3600, left % 3600 / 60)
        : String.format(Locale.ROOT, "about %d:%02d min left", left / 60, left % 60);
  }
}
