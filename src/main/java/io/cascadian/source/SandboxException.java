package io.cascadian.source;

/** Reports a file that the sandbox cannot use; the message names the file and the place in it. */
public abstract class SandboxException extends RuntimeException {

  protected SandboxException(String message, Throwable cause) {
    super(message, cause);
  }
}
