package io.cascadian.source;

/** The source understood and refused (unknown field or deployment, bad credentials, a query of ours that is wrong): permanent. */
public final class SourceRefusedException extends SourceException {

  private final int status;

  public SourceRefusedException(String endpoint, int status, String message, Throwable cause) {
    super(endpoint, message, cause);
    this.status = status;
  }

  /** HTTP status; GraphQL errors come with 200. */
  public int status() {
    return status;
  }
}
