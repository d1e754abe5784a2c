package io.cascadian.http;

import java.time.Duration;

/** Observes every call when it has ended, on the caller's thread; must not block. */
@FunctionalInterface
public interface CallObserver {

  /** Ignores calls. */
  CallObserver NONE = (status, took) -> { };

  /**
   * Receives a call that ended.
   *
   * @param status of the answer; 0 when there was none, or not all of one
   * @param took without the wait for the rate limit
   */
  void called(int status, Duration took);
}
