package io.cascadian.source;

import io.cascadian.secrets.Redaction;

/** Reports that a source did not answer a request; the subtype shows what to do about it. */
public abstract sealed class SourceException extends Exception
    permits SourceUnavailableException, SourceRefusedException, SourceBrokenException {

  private final String endpoint;
  private final String finding;

  /** @param remedy what to do about it; empty where the message has none */
  SourceException(String endpoint, String message, String remedy, Throwable cause) {
    super(text(endpoint, remedy.isEmpty() ? message : message + "; " + remedy), cause);
    this.endpoint = endpoint;
    this.finding = text(endpoint, message);
  }

  private static String text(String endpoint, String message) {
    // the source may repeat in its answer what it was sent
    return Redaction.apply(message) + " [" + endpoint + "]";
  }

  /** Returns the message without what to do about it, for who knows that better. */
  public String finding() {
    return finding;
  }

  /** Returns the endpoint without credentials. */
  public String endpoint() {
    return endpoint;
  }
}
