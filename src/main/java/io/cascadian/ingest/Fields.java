package io.cascadian.ingest;

import io.cascadian.source.SourceRecord;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads a record's fields strictly: a missing or malformed field rejects the record, with the field and value in the reason. Used by one thread. */
final class Fields {

  private static final BigInteger UINT256_END = BigInteger.ONE.shiftLeft(256);
  /** Decimal(18, 6) holds 18 digits. */
  private static final int AMOUNT_DIGITS = 18;
  /** DateTime ends with the 32nd bit. */
  private static final long TIME_END = 1L << 32;
  /** Of 2^256. */
  private static final int UINT256_DIGITS = 78;

  private static final int ADDRESS_LENGTH = 42;
  /** Whether a character of ASCII is a lower-case hex digit. */
  private static final boolean[] HEX = new boolean[128];

  static {
    "0123456789abcdef".chars().forEach(c -> HEX[c] = true);
  }

  private final SourceRecord record;
  /** Behind the field that was read last: where the next one is looked for first. */
  private int next;

  Fields(SourceRecord record) {
    this.record = record;
  }

  String text(String name) throws RejectedRecordException {
    int index = record.indexOf(name, next);
    Object value = index < 0 ? null : record.valueAt(index);
    if (value == null) {
      throw new RejectedRecordException("missing-field", name + " is " + (index < 0 ? "missing" : "null"));
    }
    next = index + 1;
    return value.toString();
  }

  boolean isNull(String name) {
    return record.value(name) == null;
  }

  /** Lower case with {@code 0x}. */
  String address(String name) throws RejectedRecordException {
    String text = text(name);
    // sources say them in lower case, so that is tried first
    String value = isHex(text, 2) ? text : text.toLowerCase(Locale.ROOT);
    if (value.length() != ADDRESS_LENGTH || !value.startsWith("0x") || !isHex(value, 2)) {
      throw new RejectedRecordException("bad-address", name + " = " + value);
    }
    return value;
  }

  /** Returns the same in bytes, as they are stored: fills come by the million, and have two. */
  byte[] addressBytes(String name) throws RejectedRecordException {
    byte[] bytes = text(name).getBytes(StandardCharsets.UTF_8);
    boolean usable = bytes.length == ADDRESS_LENGTH && bytes[0] == '0' && bytes[1] == 'x';
    for (int i = 2; usable && i < ADDRESS_LENGTH; i++) {
      usable = bytes[i] >= 0 && HEX[bytes[i]];
    }
    return usable ? bytes : address(name).getBytes(StandardCharsets.UTF_8);
  }

  /** 64 lower-case hex without {@code 0x}. */
  String hash(String name) throws RejectedRecordException {
    return hash(name, text(name));
  }

  List<String> hashes(String name) throws RejectedRecordException {
    if (!(record.value(name) instanceof List<?> list)) {
      throw new RejectedRecordException("missing-field", name + " is no list: " + record.value(name));
    }
    List<String> hashes = new ArrayList<>(list.size());
    for (Object element : list) {
      hashes.add(hash(name, String.valueOf(element)));
    }
    return hashes;
  }

  private static String hash(String name, String text) throws RejectedRecordException {
    String value = text.toLowerCase(Locale.ROOT);
    String digits = value.startsWith("0x") ? value.substring(2) : value;
    if (digits.length() != 64 || !isHex(digits, 0)) {
      throw new RejectedRecordException("bad-hash", name + " = " + value);
    }
    return digits;
  }

  /** Reads a list of numbers, or one number as a list of it. */
  List<BigInteger> oneOrMoreUint256(String name) throws RejectedRecordException {
    return record.value(name) instanceof List<?> ? uint256s(name) : List.of(uint256(name));
  }

  /** Reads a list of amounts, or one amount as a list of it; millionths. */
  long[] oneOrMoreAmounts(String name) throws RejectedRecordException {
    List<?> texts = record.value(name) instanceof List<?> list ? list : List.of(text(name));
    long[] amounts = new long[texts.size()];
    for (int i = 0; i < amounts.length; i++) {
      amounts[i] = amount(name, String.valueOf(texts.get(i)));
    }
    return amounts;
  }

  /** Millionths; 0 up to what Decimal(18, 6) holds. */
  long amount(String name) throws RejectedRecordException {
    return amount(name, text(name));
  }

  private static long amount(String name, String text) throws RejectedRecordException {
    if (text.length() <= AMOUNT_DIGITS && isDecimal(text)) {
      return Long.parseLong(text);
    }
    BigInteger value = number(name, text);
    if (value.toString().length() > AMOUNT_DIGITS) {
      throw new RejectedRecordException("amount-out-of-range", name + " = " + value);
    }
    return value.longValue();
  }

  BigInteger uint256(String name) throws RejectedRecordException {
    return uint256(name, text(name));
  }

  /** Reads a field's text that the caller has at hand; the name is for the message. */
  static BigInteger uint256(String name, String text) throws RejectedRecordException {
    return number(name, text);
  }

  List<BigInteger> uint256s(String name) throws RejectedRecordException {
    Object value = record.value(name);
    if (!(value instanceof List<?> list)) {
      throw new RejectedRecordException("missing-field", name + " is no list: " + value);
    }
    List<BigInteger> numbers = new ArrayList<>(list.size());
    for (Object element : list) {
      numbers.add(number(name, String.valueOf(element)));
    }
    return numbers;
  }

  private static BigInteger number(String name, String text) throws RejectedRecordException {
    BigInteger value = text.length() <= UINT256_DIGITS && isDecimal(text) ? new BigInteger(text) : null;
    if (value == null || value.compareTo(UINT256_END) >= 0) {
      throw new RejectedRecordException("bad-number", name + " = " + text);
    }
    return value;
  }

  int small(String name, int most) throws RejectedRecordException {
    BigInteger value = number(name, text(name));
    if (value.compareTo(BigInteger.valueOf(most)) > 0) {
      throw new RejectedRecordException("bad-number", name + " = " + value + ", above " + most);
    }
    return value.intValue();
  }

  /** UTC seconds. */
  long time(String name) throws RejectedRecordException {
    String text = text(name);
    if (text.length() <= AMOUNT_DIGITS && isDecimal(text)) {
      long value = Long.parseLong(text);
      if (value < TIME_END) {
        return value;
      }
    }
    throw new RejectedRecordException("bad-time", name + " = " + text);
  }

  // by hand, because records come by the million

  private static boolean isDecimal(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean isHex(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= HEX.length || !HEX[c]) {
        return false;
      }
    }
    return true;
  }
}
