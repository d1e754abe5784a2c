package io.cascadian.markets;

import java.time.Duration;

/**
 * Limits how long the catalogue's list is read, so that a catalogue without an end cannot hold the run lock without limit.
 *
 * @param time for the open and the closed events together
 * @param pages of each of the two
 */
public record CatalogueLimits(Duration time, int pages) {

  /** At 100 events a page more than any catalogue has, at one event a page more than a night. */
  private static final int MOST_PAGES = 100_000;
  /** Far longer than a run, and still a number of nanoseconds. */
  private static final Duration LONGEST = Duration.ofDays(365);

  public CatalogueLimits {
    time = time.compareTo(LONGEST) > 0 ? LONGEST : time;
  }

  /** Sets a time, and 100,000 pages. */
  public static CatalogueLimits within(Duration time) {
    return new CatalogueLimits(time, MOST_PAGES);
  }
}
