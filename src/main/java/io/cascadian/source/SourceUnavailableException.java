package io.cascadian.source;

import io.cascadian.exchange.TransientFailure;
import java.time.Duration;

/** Reports that the source could not answer just now (connection, timeout, 429, 5xx, overload, reorganisation): transient, retry. */
public final class SourceUnavailableException extends SourceException implements TransientFailure {

  private final int status;
  private final transient Duration retryAfter;
  private final boolean shrinkPage;

  /**
   * @param status HTTP status, 0 when there was none
   * @param retryAfter how long the source asked to be left alone; null when it did not say
   * @param shrinkPage whether a smaller page is more likely to be answered
   */
  public SourceUnavailableException(
      String endpoint, int status, Duration retryAfter, boolean shrinkPage, String message, Throwable cause) {
    super(endpoint, message, "", cause);
    this.status = status;
    this.retryAfter = retryAfter;
    this.shrinkPage = shrinkPage;
  }

  public int status() {
    return status;
  }

  @Override
  public Duration retryAfter() {
    return retryAfter;
  }

  public boolean shrinkPage() {
    return shrinkPage;
  }
}
