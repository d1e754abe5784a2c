package io.cascadian.source;

/**
 * Reports that the source answers but cannot be trusted (indexing errors, head going backwards, another deployment): reading stops, the cursor stays,
 * an operator decides.
 */
public final class SourceBrokenException extends SourceException {

  public SourceBrokenException(String endpoint, String message) {
    super(endpoint, message, null);
  }
}
