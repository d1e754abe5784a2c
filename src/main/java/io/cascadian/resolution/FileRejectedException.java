package io.cascadian.resolution;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;

/** A dropped file cannot be used; nothing of it was applied. */
public final class FileRejectedException extends Exception {

  static final String WHAT_TO_DO = "; write the file to a hidden or temporary name first and move it into the folder when it is complete";

  private final String reason;

  /**
   * @param reason short stable word for counting, such as {@code malformed}
   * @param message what is wrong, where, and what to do
   */
  public FileRejectedException(String reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** For a file that ends too early or is not JSON. */
  static FileRejectedException notJson(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    boolean torn = e instanceof JsonEOFException;
    return new FileRejectedException(torn ? "truncated" : "malformed",
        (torn ? "the file ends in the middle" : "the file is not JSON: " + e.getOriginalMessage()) + where + WHAT_TO_DO);
  }

  /** For a compressed file that ends too early or is not compressed. */
  static FileRejectedException notCompressed(IOException e) {
    return new FileRejectedException("truncated", "the compressed file is broken: " + e.getMessage() + WHAT_TO_DO);
  }

  /** For what is no file, or leads to none. */
  static FileRejectedException noFile() {
    return new FileRejectedException("unreadable", "it is no file, or a link to one that is not there; drop the file itself");
  }

  public String reason() {
    return reason;
  }
}
