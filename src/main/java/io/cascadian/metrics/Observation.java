package io.cascadian.metrics;

/** Names what is counted for the minimum of a metric. */
enum Observation {
  BETS("bets"),
  FORECASTS("bets with an entry"),
  PRICED_BETS("bets with a closing price"),
  COPIED_BETS("bets priced with the delay"),
  STAKED_BETS("bets with a stake"),
  DAYS("days"),
  FILL_DAYS("days with fills"),
  VALUED_DAYS("days with a value"),
  SLICES("slices, of six"),
  WEEKS("weeks"),
  MONTHS("months"),
  NOTHING("");

  private final String text;

  Observation(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }
}
