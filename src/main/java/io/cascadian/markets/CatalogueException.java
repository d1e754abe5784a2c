package io.cascadian.markets;

import io.cascadian.secrets.Redaction;

/** Reports that the catalogue could not be read; what is stored stays in force. */
public class CatalogueException extends RuntimeException {

  private final String url;
  private final int status;

  CatalogueException(String url, int status, String message, Throwable cause) {
    super("The market catalogue: " + Redaction.apply(message), cause);
    this.url = url;
    this.status = status;
  }

  /** What was asked. */
  public String url() {
    return url;
  }

  /** Of the answer; 0 when there was none. */
  public int status() {
    return status;
  }
}
