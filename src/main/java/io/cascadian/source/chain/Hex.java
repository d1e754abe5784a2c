package io.cascadian.source.chain;

import java.util.regex.Pattern;

/** Reads and writes numbers and bytes in JSON-RPC's form: {@code 0x…}. */
final class Hex {

  private static final Pattern QUANTITY = Pattern.compile("0x[0-9a-fA-F]{1,15}");

  private Hex() {}

  static String quantity(long number) {
    return "0x" + Long.toHexString(number);
  }

  /** @throws NumberFormatException when the text is not a quantity below 2⁶⁰ */
  static long quantity(String text) {
    if (text == null || !QUANTITY.matcher(text).matches()) {
      throw new NumberFormatException("not a quantity: " + text);
    }
    return Long.parseLong(text.substring(2), 16);
  }

  /** Returns whether the text is exactly so many bytes. */
  static boolean isBytes(String text, int length) {
    return text.length() == 2 + 2 * length && text.startsWith("0x")
        && text.chars().skip(2).allMatch(c -> Character.digit(c, 16) >= 0);
  }
}
