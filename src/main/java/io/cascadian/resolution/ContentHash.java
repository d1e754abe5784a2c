package io.cascadian.resolution;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/**
 * Hashes a set of rows, whatever their order. A hash that does not depend on their order, in constant memory.
 *
 * <p>The sum of the rows' SHA-256 modulo 2^256, with their number. Not thread-safe.
 */
final class ContentHash {

  private final MessageDigest sha256;
  private BigInteger sum = BigInteger.ZERO;
  private long rows;

  ContentHash() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  void add(String row) {
    sum = sum.add(new BigInteger(1, sha256.digest(row.getBytes(StandardCharsets.UTF_8))));
    rows++;
  }

  String value() {
    BigInteger modulus = BigInteger.ONE.shiftLeft(256);
    return rows + ":" + String.format(Locale.ROOT, "%064x", sum.mod(modulus));
  }
}
