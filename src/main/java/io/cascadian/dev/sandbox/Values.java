package io.cascadian.dev.sandbox;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;

/** Reads entity values from query literals, compares them, and writes them as graph-node does. */
final class Values {

  private Values() {}

  /**
   * Converts a literal to the field's type.
   *
   * @throws QueryException as graph-node words it, when it cannot be
   */
  static Object coerce(EntityType.Field field, Object literal) {
    if (literal == null) {
      return null;
    }
    String text = literal.toString();
    try {
      return switch (field.scalar()) {
        case ID, STRING -> text;
        case BYTES -> text.toLowerCase(Locale.ROOT).startsWith("0x") ? text.toLowerCase(Locale.ROOT)
            : "0x" + text.toLowerCase(Locale.ROOT);
        case BIG_INT -> integer(new BigInteger(text));
        case BIG_DECIMAL -> new BigDecimal(text);
        case INT -> Integer.valueOf(text);
        case BOOLEAN -> bool(text);
      };
    } catch (NumberFormatException e) {
      String type = switch (field.scalar()) {
        case BIG_INT -> "BigInt";
        case BIG_DECIMAL -> "BigDecimal";
        case INT -> "Int";
        default -> "Boolean";
      };
      throw new QueryException("Failed to decode `" + type + "` value: `" + text + "`");
    }
  }

  private static Boolean bool(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new NumberFormatException(text);
    }
    return Boolean.valueOf(text);
  }

  private static Object integer(BigInteger value) {
    return value.bitLength() < 64 ? (Object) value.longValue() : value;
  }

  /** Numbers by value, everything else bytewise (which for hex and decimal text is by character); null is below everything. */
  static int compare(Object a, Object b) {
    if (a == null || b == null) {
      return a == b ? 0 : a == null ? -1 : 1;
    }
    if (a instanceof Long x && b instanceof Long y) {
      return Long.compare(x, y);
    }
    if (a instanceof Number && b instanceof Number) {
      return decimal(a).compareTo(decimal(b));
    }
    if (a instanceof Boolean x && b instanceof Boolean y) {
      return Boolean.compare(x, y);
    }
    return a.toString().compareTo(b.toString());
  }

  static boolean same(Object a, Object b) {
    if (a instanceof List<?> x && b instanceof List<?> y) {
      if (x.size() != y.size()) {
        return false;
      }
      for (int i = 0; i < x.size(); i++) {
        if (!same(x.get(i), y.get(i))) {
          return false;
        }
      }
      return true;
    }
    return compare(a, b) == 0;
  }

  private static BigDecimal decimal(Object number) {
    return number instanceof BigDecimal d ? d : new BigDecimal(number.toString());
  }

  /** BigInt and BigDecimal as strings, Int and Boolean as such. */
  static void write(JsonGenerator json, Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        write(json, element);
      }
      json.writeEndArray();
    } else if (value instanceof Integer i) {
      json.writeNumber(i);
    } else if (value instanceof Boolean b) {
      json.writeBoolean(b);
    } else if (value instanceof BigDecimal d) {
      json.writeString(d.toPlainString());
    } else {
      json.writeString(value.toString());
    }
  }
}
