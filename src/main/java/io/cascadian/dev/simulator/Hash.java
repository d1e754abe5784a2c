package io.cascadian.dev.simulator;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** Derives chain-like identifiers from a number: as many digits as the real ones, none of them random. */
final class Hash {

  /** The two digits of every byte. */
  private static final byte[] HEX = new byte[512];

  static {
    for (int i = 0; i < 256; i++) {
      HEX[2 * i] = (byte) Character.forDigit(i >> 4, 16);
      HEX[2 * i + 1] = (byte) Character.forDigit(i & 15, 16);
    }
  }

  private Hash() {}

  /** Returns a bijection of 64-bit numbers: different numbers never give the same hash. */
  static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** {@code 0x} + 64 hex whose order is the unsigned order of {@code key}. */
  static String of(long key) {
    byte[] text = new byte[66];
    write(key, text, 0);
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  /** {@code 0x} + 40 hex. */
  static String address(long key) {
    return "0x" + hex(mix(key)) + hex(mix(key + 7)) + hex(mix(key + 13)).substring(8);
  }

  /** Returns a decimal uint256. */
  static String token(long key) {
    return new BigInteger(of(mix(key)).substring(2), 16).toString();
  }

  /** Writes what {@link #of} returns, as ASCII; returns the position after it. */
  static int write(long key, byte[] out, int at) {
    out[at] = '0';
    out[at + 1] = 'x';
    hex(key, out, at + 2);
    hex(mix(key), out, at + 18);
    hex(mix(key + 1), out, at + 34);
    hex(mix(key + 2), out, at + 50);
    return at + 66;
  }

  private static void hex(long value, byte[] out, int at) {
    for (int i = 0; i < 8; i++) {
      int pair = (int) (value >>> (56 - 8 * i)) & 0xff;
      out[at + 2 * i] = HEX[pair * 2];
      out[at + 2 * i + 1] = HEX[pair * 2 + 1];
    }
  }

  static String hex(long value) {
    String digits = Long.toHexString(value);
    return "0".repeat(16 - digits.length()) + digits;
  }
}
