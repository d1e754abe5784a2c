package io.cascadian.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes and reads the parameter {@code cursor} of a list: where its next page begins. Callers pass it back unchanged; what is in it is not theirs to rely on.
 */
final class PageCursor {

  private PageCursor() {}

  /** Returns the cursor of a place. */
  static String of(Object... parts) {
    String text = String.join(" ", List.of(parts).stream().map(String::valueOf).toList());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Returns the parts of a request's cursor; empty when it has none.
   *
   * @param cursor the parameter; null for none
   * @param form of the parts, joined by blanks, each a group
   * @throws ApiProblem 400 when it is not a cursor of this list
   */
  static Optional<MatchResult> parts(String cursor, Pattern form) {
    if (cursor == null) {
      return Optional.empty();
    }
    try {
      Matcher parts = form.matcher(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII));
      if (parts.matches()) {
        return Optional.of(parts.toMatchResult());
      }
    } catch (IllegalArgumentException e) {
      // the same as one of another list
    }
    throw new ApiProblem(400, "Bad parameter", "'cursor' must be the 'next' of another page of this list, unchanged; omit it to get the first page.");
  }
}
