package io.cascadian.source;

import io.cascadian.secrets.Redaction;

/** Reports that a source did not answer a request; the subtype shows what to do about it. */
public abstract sealed class SourceException extends Exception
    permits SourceUnavailableException, SourceRefusedException, SourceBrokenException {

  private final String endpoint;

  SourceException(String endpoint, String message, Throwable cause) {
    // the source may repeat in its answer what it was sent
    super(Redaction.apply(message) + " [" + endpoint + "]", cause);
    this.endpoint = endpoint;
  }

  /** Returns the endpoint without credentials. */
  public String endpoint() {
    return endpoint;
  }
}
