package io.cascadian.resolution;

/** Skips an entry of a map that cannot be applied; the message is the reason as a short stable word for counting. */
final class SkippedEntryException extends Exception {

  SkippedEntryException(String reason) {
    super(reason, null, false, false);
  }
}
