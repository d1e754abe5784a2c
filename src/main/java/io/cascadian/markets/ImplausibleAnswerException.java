package io.cascadian.markets;

import com.fasterxml.jackson.databind.JsonNode;

/** Rejects an answer of the catalogue that cannot belong to its request. Checked: whoever asks counts it and uses nothing of the answer. */
final class ImplausibleAnswerException extends Exception {

  private final String reason;
  private final transient JsonNode answer;

  ImplausibleAnswerException(String reason, String message, JsonNode answer) {
    super(message);
    this.reason = reason;
    this.answer = answer;
  }

  /** Short stable word for counting. */
  String reason() {
    return reason;
  }

  /** Returns the page as it arrived. */
  JsonNode answer() {
    return answer;
  }
}
