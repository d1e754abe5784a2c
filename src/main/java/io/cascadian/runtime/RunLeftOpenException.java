package io.cascadian.runtime;

import io.cascadian.errors.UserFacing;

/** Reports that a run did not end because the service was stopped; the next start resumes it. */
public final class RunLeftOpenException extends RuntimeException implements UserFacing {

  private static final long serialVersionUID = 1L;

  RunLeftOpenException() {
    super("the nightly run is left open, because the service is stopping; the next start resumes it");
  }
}
