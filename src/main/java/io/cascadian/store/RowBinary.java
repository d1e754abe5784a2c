package io.cascadian.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Encodes rows in ClickHouse's RowBinary format, value by value in column order.
 *
 * <p>Only the types that this system's tables use; numbers are little-endian as the format wants. Not thread-safe.
 */
public final class RowBinary {

  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final BigInteger UINT256_END = BigInteger.ONE.shiftLeft(256);
  private static final long UINT32_END = 1L << 32;

  private static final int FIRST_PIECE = 4 << 10;
  private static final int LARGEST_PIECE = 256 << 10;

  /** Pieces that are full, and how much of each: rows are never copied to grow. */
  private final List<byte[]> full = new ArrayList<>();
  private final List<Integer> lengths = new ArrayList<>();
  private byte[] out = new byte[FIRST_PIECE];
  private int size;
  private long before;
  private long rows;

  /** Counts a row; called after its last value. */
  public RowBinary endRow() {
    rows++;
    return this;
  }

  /** Appends the rows of another encoder, which must not be used any more; nothing is copied. */
  public RowBinary append(RowBinary other) {
    if (size > 0) {
      full.add(out);
      lengths.add(size);
      before += size;
    }
    full.addAll(other.full);
    lengths.addAll(other.lengths);
    before += other.before;
    out = other.out;
    size = other.size;
    rows += other.rows;
    return this;
  }

  public long rows() {
    return rows;
  }

  public long bytes() {
    return before + size;
  }

  /** Writes what has been encoded; may be called repeatedly. */
  public void writeTo(OutputStream target) throws IOException {
    for (int i = 0; i < full.size(); i++) {
      target.write(full.get(i), 0, lengths.get(i));
    }
    target.write(out, 0, size);
  }

  /** Returns a stream of what has been encoded so far; may be called repeatedly. */
  public InputStream newInputStream() {
    List<InputStream> pieces = new ArrayList<>();
    for (int i = 0; i < full.size(); i++) {
      pieces.add(new ByteArrayInputStream(full.get(i), 0, lengths.get(i)));
    }
    pieces.add(new ByteArrayInputStream(out, 0, size));
    return new SequenceInputStream(Collections.enumeration(pieces));
  }

  /** Writes a String or LowCardinality(String). */
  public RowBinary string(String value) {
    return string(value.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the same of a text in UTF-8. */
  public RowBinary string(byte[] utf8) {
    varint(utf8.length);
    return encoded(utf8);
  }

  /** Writes a value that was encoded before. */
  public RowBinary encoded(byte[] bytes) {
    reserve(bytes.length);
    System.arraycopy(bytes, 0, out, size, bytes.length);
    size += bytes.length;
    return this;
  }

  /** Writes a Nullable(String). */
  public RowBinary nullableString(String value) {
    write(value == null ? 1 : 0);
    return value == null ? this : string(value);
  }

  /** Writes a UInt8 or Enum8. */
  public RowBinary int8(int value) {
    write(value);
    return this;
  }

  public RowBinary int16(int value) {
    return littleEndian(value, 2);
  }

  /**
   * Writes a UInt32 or DateTime.
   *
   * @throws IllegalArgumentException when the value does not fit; it would be another time otherwise
   */
  public RowBinary int32(long value) {
    if (value < 0 || value >= UINT32_END) {
      throw new IllegalArgumentException("not a UInt32 or DateTime: " + value);
    }
    return littleEndian(value, 4);
  }

  /** Writes a UInt64, Int64, Decimal(18, 6) in millionths or DateTime64. */
  public RowBinary int64(long value) {
    reserve(8);
    LONG.set(out, size, value);
    size += 8;
    return this;
  }

  /**
   * Writes an Int128 or Decimal(38, 6) in millionths.
   *
   * @throws IllegalArgumentException when the value does not fit
   */
  public RowBinary int128(BigInteger value) {
    if (value.bitLength() > 127) {
      throw new IllegalArgumentException("not an Int128: " + value);
    }
    byte[] bytes = value.toByteArray();
    for (int i = 0; i < 16; i++) {
      write(i < bytes.length ? bytes[bytes.length - 1 - i] : (value.signum() < 0 ? 0xff : 0));
    }
    return this;
  }

  /** Writes an Int128 or Decimal(38, 6) in millionths. */
  public RowBinary int128(long value) {
    reserve(16);
    LONG.set(out, size, value);
    LONG.set(out, size + 8, value >> 63);
    size += 16;
    return this;
  }

  /** Writes a Nullable(UInt8). */
  public RowBinary nullableInt8(Integer value) {
    write(value == null ? 1 : 0);
    return value == null ? this : int8(value);
  }

  /**
   * Writes a Nullable(DateTime) of UTC seconds.
   *
   * @throws IllegalArgumentException when the value does not fit
   */
  public RowBinary nullableDateTime(Long value) {
    write(value == null ? 1 : 0);
    return value == null ? this : int32(value);
  }

  /** Writes a Nullable(DateTime64(3)) of UTC milliseconds. */
  public RowBinary nullableInt64(Long value) {
    write(value == null ? 1 : 0);
    return value == null ? this : int64(value);
  }

  /** @throws IllegalArgumentException when the value does not fit */
  public RowBinary uint256(BigInteger value) {
    return encoded(uint256Bytes(value));
  }

  /**
   * Encodes a UInt256 for {@link #encoded}, where the same one is written often.
   *
   * @throws IllegalArgumentException when the value does not fit
   */
  public static byte[] uint256Bytes(BigInteger value) {
    if (value.signum() < 0 || value.compareTo(UINT256_END) >= 0) {
      throw new IllegalArgumentException("not a UInt256: " + value);
    }
    byte[] bigEndian = value.toByteArray();
    byte[] bytes = new byte[32];
    for (int i = 0; i < Math.min(32, bigEndian.length); i++) {
      bytes[i] = bigEndian[bigEndian.length - 1 - i];
    }
    return bytes;
  }

  /** Writes an Array(UInt256). */
  public RowBinary uint256s(List<BigInteger> values) {
    varint(values.size());
    values.forEach(this::uint256);
    return this;
  }

  /** Writes an Array(String). */
  public RowBinary strings(List<String> values) {
    varint(values.size());
    values.forEach(this::string);
    return this;
  }

  private RowBinary littleEndian(long value, int bytes) {
    reserve(bytes);
    for (int i = 0; i < bytes; i++) {
      out[size++] = (byte) (value >>> (8 * i));
    }
    return this;
  }

  private void varint(int value) {
    int rest = value;
    while (rest >= 0x80) {
      write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    write(rest);
  }

  private void write(int value) {
    reserve(1);
    out[size++] = (byte) value;
  }

  /** Reserves so many bytes in one piece. */
  private void reserve(int bytes) {
    if (out.length - size < bytes) {
      full.add(out);
      lengths.add(size);
      before += size;
      out = new byte[Math.max(bytes, Math.min(LARGEST_PIECE, 4 * out.length))];
      size = 0;
    }
  }
}
