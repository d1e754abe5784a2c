package io.cascadian.metrics;

/** Reports that a formula gave no finite number, or an amount beyond 64 bits: a mistake in the formula or in the facts, which must not be published. */
final class InvalidMetricException extends RuntimeException {

  InvalidMetricException(String message) {
    super(message);
  }

  InvalidMetricException(String message, Throwable cause) {
    super(message, cause);
  }
}
