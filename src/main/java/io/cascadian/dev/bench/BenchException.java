package io.cascadian.dev.bench;

/** Something that the benchmark needs did not work; the message says what. */
public final class BenchException extends RuntimeException {

  BenchException(String message, Throwable cause) {
    super(message, cause);
  }
}
