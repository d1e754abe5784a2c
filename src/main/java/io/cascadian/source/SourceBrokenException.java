package io.cascadian.source;

/**
 * Reports that the source answers but cannot be trusted (indexing errors, head going backwards, another deployment): reading stops, the cursor stays,
 * an operator decides.
 */
public final class SourceBrokenException extends SourceException {

  public SourceBrokenException(String endpoint, String message) {
    this(endpoint, message, "");
  }

  /** @param remedy what to do about it, follows the message */
  public SourceBrokenException(String endpoint, String message, String remedy) {
    super(endpoint, message, remedy, null);
  }
}
