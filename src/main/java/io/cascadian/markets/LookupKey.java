package io.cascadian.markets;

/**
 * Identifies what is looked up in the catalogue.
 *
 * @param conditionId 64 hex; empty when only a token is known
 * @param tokenId decimal; empty when the condition is known
 */
record LookupKey(String conditionId, String tokenId) {

  static LookupKey condition(String id) {
    return new LookupKey(id, "");
  }

  static LookupKey token(String id) {
    return new LookupKey("", id);
  }

  boolean isCondition() {
    return tokenId.isEmpty();
  }

  /** Returns the key as the catalogue writes it. */
  String inQuery() {
    return isCondition() ? "0x" + conditionId : tokenId;
  }
}
