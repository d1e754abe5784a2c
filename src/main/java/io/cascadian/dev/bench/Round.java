package io.cascadian.dev.bench;

/**
 * Holds one run of one candidate, and whether its table then held the expected rows.
 *
 * @param expected what the table must hold; null when that is not known
 */
record Round(Measurement measurement, Tables.Content content, Tables.Content expected) {

  boolean agrees() {
    return expected == null || content.equals(expected);
  }
}
