package io.cascadian.http;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often, and after which pause, is a failed call repeated?
 *
 * @param attempts in all, the first included
 * @param base pause after the first failure; doubles with each further one
 * @param longest upper limit of a pause, also of one that a service asked for
 */
public record RetryPolicy(int attempts, Duration base, Duration longest) {

  /** Eight attempts over some two minutes. */
  public static RetryPolicy usual() {
    return new RetryPolicy(8, Duration.ofMillis(500), Duration.ofSeconds(60));
  }

  /** One attempt, for callers that want to know how things are right now. */
  public static RetryPolicy none() {
    return new RetryPolicy(1, Duration.ZERO, Duration.ZERO);
  }

  /**
   * The pause after a failed attempt: what the service asked for, else between half and all of the exponential step, so that callers do
   * not come back together.
   *
   * @param failed number of failed attempts so far, from 1
   * @param asked by the service; null when it did not
   */
  public Duration pause(int failed, Duration asked) {
    if (asked != null) {
      return asked.compareTo(longest) > 0 ? longest : asked;
    }
    long step = Math.min(longest.toMillis(), base.toMillis() << Math.min(failed - 1, 20));
    return Duration.ofMillis(step == 0 ? 0 : step / 2 + ThreadLocalRandom.current().nextLong(step / 2 + 1));
  }
}
