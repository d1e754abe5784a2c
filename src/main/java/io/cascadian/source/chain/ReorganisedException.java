package io.cascadian.source.chain;

/** Reports that what was read does not belong to one chain: it was reorganised in between, or two nodes answered that do not agree. */
final class ReorganisedException extends Exception {

  ReorganisedException(String message) {
    super(message);
  }
}
