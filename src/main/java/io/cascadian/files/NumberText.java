package io.cascadian.files;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads numbers as writers of JSON and CSV spell them: 1, 1.0, 1E0, and the same in quotes. Stateless. */
public final class NumberText {

  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,100}(\\.\\d{0,100})?([eE][+-]?\\d{1,3})?");
  /** Of 2^256, in decimal digits. */
  private static final int MOST_DIGITS = 78;
  private static final int MOST_PLACES = 60;
  private static final int MOST_ID_DIGITS = 18;

  private NumberText() {}

  /** Returns the number that a text is; empty when it is none, has more than 78 digits before the point or more than 60 after it. */
  public static Optional<BigDecimal> decimal(String text) {
    String stripped = text.strip();
    if (!NUMBER.matcher(stripped).matches()) {
      return Optional.empty();
    }
    BigDecimal number = new BigDecimal(stripped).stripTrailingZeros();
    boolean isHeld = number.precision() - number.scale() <= MOST_DIGITS && number.scale() <= MOST_PLACES;
    return isHeld ? Optional.of(number) : Optional.empty();
  }

  /** Returns the whole number that a text is; empty when it is none, as 0.5. */
  public static Optional<BigInteger> whole(String text) {
    return decimal(text).filter(n -> n.scale() <= 0).map(BigDecimal::toBigInteger);
  }

  /** Returns the decimal id that a text is, of at most 18 digits, as it is written but for 1019.0, which is 1019; empty when it is none. */
  public static Optional<String> id(String text) {
    if (text.matches("\\d{1," + MOST_ID_DIGITS + "}")) {
      return Optional.of(text);
    }
    return whole(text).filter(n -> n.signum() >= 0).map(BigInteger::toString).filter(id -> id.length() <= MOST_ID_DIGITS);
  }
}
