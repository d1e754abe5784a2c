package io.cascadian.resolution;

/** An entry of a map cannot be applied; the message is the reason as a short stable word for counting. */
final class SkippedEntryException extends Exception {

  SkippedEntryException(String reason) {
    super(reason, null, false, false);
  }
}
