package io.cascadian.markets;

import io.cascadian.secrets.Redaction;

/** Reports that the catalogue could not be read; what is stored stays in force. */
public class CatalogueException extends RuntimeException {

  private static final int OK = 200;
  private static final int CLIENT_ERROR = 400;
  private static final int SERVER_ERROR = 500;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  private final String url;
  private final int status;
  private final String reason;

  CatalogueException(String url, int status, String reason, Throwable cause) {
    super("The market catalogue: " + Redaction.apply(reason), cause);
    this.url = url;
    this.status = status;
    this.reason = reason;
  }

  /** Returns the address of the request. */
  public String url() {
    return url;
  }

  /** Returns the status of the response; 0 without one. */
  public int status() {
    return status;
  }

  /** Returns the message without its subject. */
  String reason() {
    return reason;
  }

  /** Returns whether the catalogue answered that it does not take this question, or answered another one, so that another way of asking may help. */
  boolean isRefusal() {
    boolean refused = status >= CLIENT_ERROR && status < SERVER_ERROR && status != UNAUTHORIZED && status != FORBIDDEN;
    return !(this instanceof CatalogueUnavailableException) && (status == OK || refused);
  }
}
