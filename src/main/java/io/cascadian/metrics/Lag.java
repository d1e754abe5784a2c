package io.cascadian.metrics;

/** Names the delays at which a wallet's fills are priced again, as if they had been copied. */
enum Lag {
  SECONDS_30("30s"),
  MINUTES_2("2min"),
  MINUTES_5("5min");

  private final String label;

  Lag(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }
}
