package io.cascadian.ingest;

import io.cascadian.source.SourceRecord;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** A record's fields, read strictly: what is missing or malformed rejects the record and says which field and value. */
final class Fields {

  private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-f]{40}");
  private static final Pattern HASH = Pattern.compile("(0x)?[0-9a-f]{64}");
  private static final Pattern DIGITS = Pattern.compile("\\d{1,78}");
  private static final BigInteger UINT256_END = BigInteger.ONE.shiftLeft(256);
  /** Decimal(18, 6) holds 18 digits. */
  private static final BigInteger AMOUNT_END = BigInteger.TEN.pow(18);
  /** DateTime ends with the 32nd bit. */
  private static final long TIME_END = 1L << 32;

  private final SourceRecord record;

  Fields(SourceRecord record) {
    this.record = record;
  }

  String text(String name) throws RejectedRecordException {
    Object value = record.value(name);
    if (value == null) {
      throw new RejectedRecordException("missing-field", name + " is " + (record.has(name) ? "null" : "missing"));
    }
    return value.toString();
  }

  boolean isNull(String name) {
    return record.value(name) == null;
  }

  /** Lower case with {@code 0x}. */
  String address(String name) throws RejectedRecordException {
    String value = text(name).toLowerCase(Locale.ROOT);
    if (!ADDRESS.matcher(value).matches()) {
      throw new RejectedRecordException("bad-address", name + " = " + value);
    }
    return value;
  }

  /** 64 lower-case hex without {@code 0x}. */
  String hash(String name) throws RejectedRecordException {
    String value = text(name).toLowerCase(Locale.ROOT);
    if (!HASH.matcher(value).matches()) {
      throw new RejectedRecordException("bad-hash", name + " = " + value);
    }
    return value.startsWith("0x") ? value.substring(2) : value;
  }

  /** Millionths; 0 up to what Decimal(18, 6) holds. */
  long amount(String name) throws RejectedRecordException {
    BigInteger value = number(name, text(name));
    if (value.compareTo(AMOUNT_END) >= 0) {
      throw new RejectedRecordException("amount-out-of-range", name + " = " + value);
    }
    return value.longValue();
  }

  BigInteger uint256(String name) throws RejectedRecordException {
    return number(name, text(name));
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
    BigInteger value = DIGITS.matcher(text).matches() ? new BigInteger(text) : null;
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
    BigInteger value = number(name, text(name));
    if (value.bitLength() > 32 || value.longValue() >= TIME_END) {
      throw new RejectedRecordException("bad-time", name + " = " + value);
    }
    return value.longValue();
  }
}
