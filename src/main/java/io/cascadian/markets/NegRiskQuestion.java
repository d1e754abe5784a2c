package io.cascadian.markets;

/**
 * Names the question of a neg-risk group that a market asks.
 *
 * <p>A group's id ends with a zero byte; the ids of its questions have their index in that place (NegRiskIdLib). So a question id shows both, its group and its
 * index, and a market without one has no known index.
 *
 * @param group 64 hex; empty when the market is not one of several questions
 * @param index 0 without a group; null when it is not known
 */
record NegRiskQuestion(String group, Integer index) {

  /** A market that stands for itself. */
  static final NegRiskQuestion NONE = new NegRiskQuestion("", 0);

  private static final int GROUP_DIGITS = 62;

  /**
   * Finds the group that a market is in. An event may hold markets of a group and others beside them.
   *
   * @param ofMarket the group's id as the market has it; empty for none
   * @param flag whether the market calls itself neg-risk; null when it has no flag
   * @param ofEvent the group's id as the market's event has it; empty for none
   * @param questionId 64 hex; empty when unknown
   */
  static NegRiskQuestion of(String ofMarket, Boolean flag, String ofEvent, String questionId) {
    if (!ofMarket.isEmpty()) {
      return in(ofMarket, questionId);
    }
    boolean isOfEvent = !ofEvent.isEmpty() && !Boolean.FALSE.equals(flag) && (Boolean.TRUE.equals(flag) || belongs(ofEvent, questionId));
    return isOfEvent ? in(ofEvent, questionId) : NONE;
  }

  private static NegRiskQuestion in(String group, String questionId) {
    return new NegRiskQuestion(group, belongs(group, questionId) ? Integer.valueOf(questionId.substring(GROUP_DIGITS), 16) : null);
  }

  private static boolean belongs(String group, String questionId) {
    return !questionId.isEmpty() && questionId.startsWith(group.substring(0, GROUP_DIGITS));
  }
}
