package io.cascadian.http;

import java.time.Duration;

/** Told of every call when it has ended, on the caller's thread; must not wait for anything. */
@FunctionalInterface
public interface CallObserver {

  /** Nobody. */
  CallObserver NONE = (status, took) -> { };

  /**
   * A call ended.
   *
   * @param status of the answer; 0 when there was none, or not all of one
   * @param took without the wait for the rate limit
   */
  void called(int status, Duration took);
}
