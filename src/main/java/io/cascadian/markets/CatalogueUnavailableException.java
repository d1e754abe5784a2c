package io.cascadian.markets;

import io.cascadian.exchange.TransientFailure;
import java.time.Duration;

/** Reports that the catalogue could not answer just now (connection, timeout, 429, 5xx, an answer that is no JSON): transient, ask again. */
public final class CatalogueUnavailableException extends CatalogueException implements TransientFailure {

  private static final long serialVersionUID = 1;

  private final transient Duration retryAfter;

  CatalogueUnavailableException(String url, int status, Duration retryAfter, String message, Throwable cause) {
    super(url, status, message, cause);
    this.retryAfter = retryAfter;
  }

  @Override
  public Duration retryAfter() {
    return retryAfter;
  }
}
