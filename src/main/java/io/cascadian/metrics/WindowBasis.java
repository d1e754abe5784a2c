package io.cascadian.metrics;

/** Names what puts an observation into a window. */
enum WindowBasis {
  SETTLEMENT("settlement of the bet"),
  FILL_TIME("time of the fill; of a bet, its first fill"),
  CALENDAR("calendar day"),
  OWN_HORIZON("own horizon, the same in all windows"),
  NONE("");

  private final String text;

  WindowBasis(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }
}
