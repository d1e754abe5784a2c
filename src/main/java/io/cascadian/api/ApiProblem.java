package io.cascadian.api;

/**
 * Reports that a request cannot be served; becomes a problem document (RFC 9457).
 *
 * <p>The message is shown to the caller: it states what to do and holds neither host names nor stack traces.
 */
final class ApiProblem extends RuntimeException {

  private final int status;
  private final String title;

  ApiProblem(int status, String title, String detail) {
    super(detail);
    this.status = status;
    this.title = title;
  }

  int status() {
    return status;
  }

  String title() {
    return title;
  }
}
