package io.cascadian.markets;

/**
 * What can the catalogue be asked for?
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

  /** As the catalogue writes it. */
  String inQuery() {
    return isCondition() ? "0x" + conditionId : tokenId;
  }
}
