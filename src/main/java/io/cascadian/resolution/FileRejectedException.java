package io.cascadian.resolution;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.cascadian.files.PackedFile;
import java.io.CharConversionException;
import java.io.EOFException;
import java.io.IOException;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

/** Rejects a dropped file that cannot be used; nothing of it was applied. */
public final class FileRejectedException extends Exception {

  static final String WHAT_TO_DO = "; write the file to a hidden or temporary name first and move it into the folder when it is complete";

  private static final String PARSERS_OWN =
      ",? from `[^`]*`|: enable `[^`]*` to allow| \\(not recognized as one since Feature '\\w+' not enabled for parser\\)";
  private static final String IN_UTF_8 = "; write it in UTF-8, and drop it again";

  /** What the parser quotes of a file that is no text at all is neither for a console nor for a table. */
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cs}\u2028\u2029]");

  private final String reason;

  /**
   * @param reason short stable word for counting, such as {@code malformed}
   * @param message what is wrong, where, and what to do
   */
  public FileRejectedException(String reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Rejects a file that is truncated, not JSON, or beyond the limits for JSON. */
  static FileRejectedException notJson(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    if (e instanceof JsonEOFException) {
      return new FileRejectedException("truncated", "the file ends in the middle" + where + WHAT_TO_DO);
    }
    // the parser's words, without the names of its classes and options
    String message = UNPRINTABLE.matcher(e.getOriginalMessage().replaceAll(PARSERS_OWN, "")).replaceAll("\uFFFD");
    return e instanceof StreamConstraintsException
        ? new FileRejectedException("beyond-limits", "the file has more than is read of one value: " + message + where + "; take that value out")
        : message.startsWith("Invalid UTF-") ? new FileRejectedException("malformed", "the file is not text in UTF-8" + where + IN_UTF_8)
        : new FileRejectedException("malformed", "the file is not JSON: " + message + where + WHAT_TO_DO);
  }

  /** Rejects a file with content after its end. */
  static FileRejectedException moreAfterEnd() {
    return new FileRejectedException("malformed", "there is more after the end of the map or list" + WHAT_TO_DO);
  }

  /** Rejects entries outside of a list: single ones, or one a line. */
  static FileRejectedException entriesOutsideList() {
    return new FileRejectedException("entries-outside-list", "the file has entries of a map or list that are in no map or list, one a line or one alone, and"
        + " none of them was applied; put resolutions into the array 'resolutions' of an object, markets or events into an array, and drop the file again");
  }

  /** Rejects a file that cannot be read completely. */
  static FileRejectedException of(IOException e) {
    if (e instanceof JsonProcessingException json) {
      return notJson(json);
    }
    if (e instanceof EOFException) {
      return new FileRejectedException("truncated", "the compressed file ends in the middle" + WHAT_TO_DO);
    }
    if (e instanceof ZipException) {
      String trailer = "Corrupt GZIP trailer";
      return new FileRejectedException("damaged", "the compressed file is damaged: "
          + (trailer.equals(e.getMessage()) ? "its content does not have its checksum" : e.getMessage()) + "; make it again, and drop it again");
    }
    if (e instanceof CharConversionException) {
      return new FileRejectedException("malformed", "the file is not text in UTF-8" + IN_UTF_8);
    }
    return new FileRejectedException("unreadable", PackedFile.whyUnreadable(e)
        + "; see to it that it is a file which this process may read, and drop it again");
  }

  /** Rejects an entry that is not a file, or a link to none. */
  static FileRejectedException noFile() {
    return new FileRejectedException("unreadable", "it is no file, or a link to one that is not there; drop the file itself");
  }

  public String reason() {
    return reason;
  }
}
