package io.cascadian.exchange;

import java.time.Duration;

/** Marks failures of external services that may be gone when the request is sent again. */
public interface TransientFailure {

  /** Returns how long the service asked to be left alone; null when it did not say. */
  Duration retryAfter();
}
