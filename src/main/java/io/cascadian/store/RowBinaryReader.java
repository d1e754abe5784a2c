package io.cascadian.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Decodes rows in ClickHouse's RowBinary format, value by value in column order: for statements of which millions of rows are read, where the driver's reader
 * would make an object of each value.
 *
 * <p>The caller knows the types of the columns. Not thread-safe; the stream is closed by its owner.
 */
public final class RowBinaryReader {

  private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final InputStream in;
  private byte[] buffer = new byte[64 << 10];
  private int at;
  private int end;

  public RowBinaryReader(InputStream in) {
    this.in = in;
  }

  /** Passes each row of an answer on, and closes the answer. */
  public static void forEach(InputStream answer, Consumer<RowBinaryReader> row) {
    try (InputStream in = answer) {
      RowBinaryReader rows = new RowBinaryReader(in);
      while (rows.hasNext()) {
        row.accept(rows);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns whether there is another row; waits for it. Called between rows. */
  public boolean hasNext() {
    return at < end || fill(1);
  }

  /** Reads a UInt8. */
  public int uint8() {
    need(1);
    return buffer[at++] & 0xff;
  }

  /** Reads a UInt32 or DateTime. */
  public long uint32() {
    need(4);
    long value = (int) INT.get(buffer, at) & 0xffffffffL;
    at += 4;
    return value;
  }

  /** Reads an Int64 or Decimal(18, 6) in millionths. */
  public long int64() {
    need(8);
    long value = (long) LONG.get(buffer, at);
    at += 8;
    return value;
  }

  /** Reads an Int128 or Decimal(38, 6) in millionths. */
  public BigInteger int128() {
    need(16);
    long low = (long) LONG.get(buffer, at);
    long high = (long) LONG.get(buffer, at + 8);
    at += 16;
    return high == low >> 63 ? BigInteger.valueOf(low) : BigInteger.valueOf(high).shiftLeft(64).add(new BigInteger(Long.toUnsignedString(low)));
  }

  /** Reads a String or LowCardinality(String). */
  public String string() {
    int length = length();
    need(length);
    String value = new String(buffer, at, length, StandardCharsets.UTF_8);
    at += length;
    return value;
  }

  /** Reads a Decimal(18, 6). */
  public BigDecimal decimal64() {
    return BigDecimal.valueOf(int64(), 6);
  }

  /** Reads a Decimal(38, 6). */
  public BigDecimal decimal128() {
    return new BigDecimal(int128(), 6);
  }

  /** Reads a UInt256. */
  public BigInteger uint256() {
    byte[] digits = new byte[32];
    need(32);
    for (int i = 0; i < 32; i++) {
      digits[31 - i] = buffer[at + i];
    }
    at += 32;
    return new BigInteger(1, digits);
  }

  /** Reads a Nullable value of a type. */
  public <T> T nullable(Supplier<T> type) {
    return uint8() == 1 ? null : type.get();
  }

  /** Reads an Array of a type. */
  public <T> List<T> list(Supplier<T> type) {
    int count = length();
    List<T> values = count == 0 ? List.of() : new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(type.get());
    }
    return values;
  }

  /** Reads a String whose bytes are no text. */
  public byte[] bytes() {
    int length = length();
    need(length);
    byte[] value = Arrays.copyOfRange(buffer, at, at + length);
    at += length;
    return value;
  }

  /** Reads an Array(String). */
  public List<String> strings() {
    int count = length();
    List<String> values = count == 0 ? List.of() : new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(string());
    }
    return values;
  }

  /** Reads an Array(Int64). */
  public long[] int64s() {
    long[] values = new long[length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = int64();
    }
    return values;
  }

  /** Reads an Array(Int128). */
  public List<BigInteger> int128s() {
    int count = length();
    List<BigInteger> values = count == 0 ? List.of() : new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(int128());
    }
    return values;
  }

  private int length() {
    int value = 0;
    for (int shift = 0; shift < 32; shift += 7) {
      int next = uint8();
      value |= (next & 0x7f) << shift;
      if (next < 0x80 && value >= 0) {
        return value;
      }
    }
    throw new IllegalStateException("a length of more than 2 GiB: these are not the columns that were asked for, or the answer broke off");
  }

  private void need(int bytes) {
    if (end - at < bytes && !fill(bytes)) {
      throw new UncheckedIOException(new EOFException("the answer ends within a row"));
    }
  }

  /** Reads until there are so many bytes; returns false at the end of the stream. */
  private boolean fill(int bytes) {
    int left = end - at;
    if (buffer.length < bytes) {
      buffer = Arrays.copyOfRange(buffer, at, at + Math.max(bytes, 2 * buffer.length));
    } else {
      System.arraycopy(buffer, at, buffer, 0, left);
    }
    at = 0;
    end = left;
    try {
      while (end < bytes) {
        int count = in.read(buffer, end, buffer.length - end);
        if (count < 0) {
          return false;
        }
        end += count;
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
