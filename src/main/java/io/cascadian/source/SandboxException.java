package io.cascadian.source;

import io.cascadian.errors.UserFacing;

/** Reports a file that the sandbox cannot use; the message names the file and the place in it. */
public abstract class SandboxException extends RuntimeException implements UserFacing {

  protected SandboxException(String message, Throwable cause) {
    super(message, cause);
  }
}
