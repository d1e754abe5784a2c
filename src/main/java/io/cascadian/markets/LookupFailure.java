package io.cascadian.markets;

import java.time.Duration;

/** Names how a look-up failed, with the pause before the next one. */
enum LookupFailure {
  /** The catalogue answered and does not have it: it may be listed late or never. */
  NOT_FOUND("not-found", Duration.ofHours(12), Duration.ofDays(30)),
  /** The catalogue did not answer; the next run may succeed. */
  FAILED("failed", Duration.ofMinutes(30), Duration.ofDays(1)),
  /** The catalogue's answer was implausible or unusable. */
  REFUSED("refused", Duration.ofHours(6), Duration.ofDays(7));

  private final String word;
  private final Duration base;
  private final Duration longest;

  LookupFailure(String word, Duration base, Duration longest) {
    this.word = word;
    this.base = base;
    this.longest = longest;
  }

  /** Returns the name in the database and in counts. */
  String word() {
    return word;
  }

  static LookupFailure of(String word) {
    for (LookupFailure failure : values()) {
      if (failure.word.equals(word)) {
        return failure;
      }
    }
    throw new IllegalArgumentException("there is no kind of look-up failure '" + word + "'");
  }

  /**
   * Returns the pause before the next look-up: doubles with each failure of this kind in a row.
   *
   * @param attempts that failed in this way, from 1
   */
  Duration pause(int attempts) {
    Duration step = base.multipliedBy(1L << Math.min(attempts - 1, 16));
    return step.compareTo(longest) > 0 ? longest : step;
  }
}
