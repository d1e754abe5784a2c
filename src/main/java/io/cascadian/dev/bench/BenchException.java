package io.cascadian.dev.bench;

/** Reports that something that the benchmark needs did not work; the message names it. */
public final class BenchException extends RuntimeException {

  BenchException(String message, Throwable cause) {
    super(message, cause);
  }
}
