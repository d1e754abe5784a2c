package io.cascadian.resolution;

import java.time.Instant;

/**
 * Counts the resolutions in force.
 *
 * @param resolved conditions whose payout is known, from either source
 * @param contradicted of these, those whose sources contradict each other
 * @param lastMap name of the last applied map; null when none was
 * @param mapChangedAt when a map last changed what is known: a file that came again unchanged does not count; null when none did
 * @param chainReadAt when the conditions on chain were last read to their end; null when never
 */
public record ResolutionStatus(long resolved, long contradicted, String lastMap, Instant mapChangedAt, Instant chainReadAt) {

  /** Returns the newer of the two; null when there is neither. */
  public Instant newest() {
    return mapChangedAt == null ? chainReadAt : chainReadAt == null || mapChangedAt.isAfter(chainReadAt) ? mapChangedAt : chainReadAt;
  }
}
