package io.cascadian.watchlist;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Normalises conditions, wallets and categories. What passes here has no quotes or backslashes, so that lists of it
 * can be sent to ClickHouse as they are.
 */
public final class Spelling {

  private static final Pattern CONDITION = Pattern.compile("(0[xX])?[0-9a-fA-F]{64}");
  private static final Pattern WALLET = Pattern.compile("0[xX][0-9a-fA-F]{40}");
  private static final Pattern CATEGORY = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} &/.,()+-]{0,99}");

  private Spelling() {}

  /**
   * Normalises a condition id to 64 lower-case hex digits without {@code 0x}.
   *
   * @throws RefusedException when it is no condition id
   */
  public static String condition(String text) {
    if (text == null || !CONDITION.matcher(text.strip()).matches()) {
      throw new RefusedException("A condition id has 64 hex digits, with or without 0x before them; '" + shortened(text) + "' is none.");
    }
    String digits = text.strip().toLowerCase(Locale.ROOT);
    return digits.startsWith("0x") ? digits.substring(2) : digits;
  }

  /**
   * Normalises an address to {@code 0x} and 40 lower-case hex digits.
   *
   * @throws RefusedException when it is no address
   */
  static String wallet(String text) {
    if (text == null || !WALLET.matcher(text.strip()).matches()) {
      throw new RefusedException("A wallet is written as 0x and 40 hex digits; '" + shortened(text) + "' is none.");
    }
    return text.strip().toLowerCase(Locale.ROOT);
  }

  /** @throws RefusedException when it is no name of a category */
  static String category(String text) {
    if (text == null || !CATEGORY.matcher(text.strip()).matches()) {
      throw new RefusedException(
          "A category has 1 to 100 letters, digits, spaces and the characters & / . , ( ) + -; '" + shortened(text) + "' is none.");
    }
    return text.strip();
  }

  private static String shortened(String text) {
    return text == null || text.length() <= 80 ? String.valueOf(text) : text.substring(0, 80) + "…";
  }
}
