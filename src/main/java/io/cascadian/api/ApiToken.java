package io.cascadian.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Checks the bearer token of requests that change something, in constant time: the duration depends neither on where a wrong token differs nor on its length. */
final class ApiToken {

  private static final String SCHEME = "Bearer ";

  private final byte[] expected;

  ApiToken(String token) {
    this.expected = hash(token);
  }

  /** Returns whether the value of a header {@code Authorization} has the token. */
  boolean isIn(String authorization) {
    return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        // hashes have equal lengths, and the position of their first difference reveals nothing about the tokens
        && MessageDigest.isEqual(expected, hash(authorization.substring(SCHEME.length()).strip()));
  }

  private static byte[] hash(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
