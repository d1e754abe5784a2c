package io.cascadian.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes and reads the parameter {@code cursor} of a list: where its next page begins. Callers pass it back unchanged; what is in it is not theirs to rely on.
 */
final class PageCursor {

  private PageCursor() {}

  /**
   * Returns the cursor of a place.
   *
   * @param list identifies the list, such as by its kind and whose it is
   */
  static String of(String list, Object... parts) {
    String text = list + Stream.of(parts).map(part -> " " + part).collect(Collectors.joining());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Returns the parts of a request's cursor; empty when it has none.
   *
   * @param list as of {@link #of}: a cursor of another one is rejected
   * @param cursor the parameter; null for none
   * @param form of the parts, joined by blanks, each a group
   * @throws ApiProblem 400 when it is not a cursor of this list
   */
  static Optional<MatchResult> parts(String list, String cursor, Pattern form) {
    if (cursor == null) {
      return Optional.empty();
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
      if (text.startsWith(list + " ")) {
        Matcher parts = form.matcher(text.substring(list.length() + 1));
        if (parts.matches()) {
          return Optional.of(parts.toMatchResult());
        }
      }
    } catch (IllegalArgumentException e) {
      // the same as one of another list
    }
    throw new ApiProblem(400, "Bad parameter", "'cursor' must be the 'next' of another page of this list, unchanged; omit it to get the first page.");
  }
}
