package io.cascadian.source.subgraph;

/**
 * Returns one string for the texts of a field that are the same, such as the token of many fills.
 *
 * <p>Records wait in memory for their turn, so strings that are not made save both memory and the collector's copying. A field whose texts are nearly
 * all different, such as an id, is noticed after some hundred texts and left alone. Used by one thread.
 */
final class RepeatedTexts {

  private static final int SLOTS = 1024;
  private static final int TRIAL = 256;

  private String[] known = new String[SLOTS];
  private int asked;
  private int found;

  /** Returns the text as a string. */
  String of(char[] characters, int offset, int length) {
    if (known == null) {
      return new String(characters, offset, length);
    }
    // as a string's own, so that who looks the string up later need not work it out again
    int hash = 0;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + characters[i];
    }
    int slot = (hash ^ hash >>> 16) & SLOTS - 1;
    String text = known[slot];
    if (text != null && text.hashCode() == hash && isSame(text, characters, offset, length)) {
      found++;
    } else {
      text = new String(characters, offset, length);
      known[slot] = text;
    }
    if (++asked == TRIAL && found < TRIAL / 4) {
      known = null;
    }
    return text;
  }

  private static boolean isSame(String text, char[] characters, int offset, int length) {
    if (text.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) != characters[offset + i]) {
        return false;
      }
    }
    return true;
  }
}
