package io.cascadian.source;

/** Reports that the source rejected a request (unknown field or deployment, bad credentials, a wrong query): permanent. */
public final class SourceRefusedException extends SourceException {

  private final int status;

  public SourceRefusedException(String endpoint, int status, String message, Throwable cause) {
    this(endpoint, status, message, "", cause);
  }

  /** @param remedy what to do about it, follows the message */
  public SourceRefusedException(String endpoint, int status, String message, String remedy, Throwable cause) {
    super(endpoint, message, remedy, cause);
    this.status = status;
  }

  /** Returns the HTTP status; 200 for GraphQL errors. */
  public int status() {
    return status;
  }
}
