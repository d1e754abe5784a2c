package io.cascadian.dev.bench;

/**
 * One run of one contender, and whether its table then held what it must.
 *
 * @param expected what the table must hold; null when that is not known
 */
record Round(Measurement measurement, Tables.Content content, Tables.Content expected) {

  boolean agrees() {
    return expected == null || content.equals(expected);
  }
}
