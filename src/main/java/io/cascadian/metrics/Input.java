package io.cascadian.metrics;

/** Names the data that metrics are computed from, including data that no source has. */
enum Input {
  FILLS("fills"),
  POSITION_EVENTS("splits, merges, redemptions, conversions"),
  RESOLUTIONS("resolutions"),
  DIMENSIONS("markets and events"),
  PRICES("prices of other wallets' fills"),
  TRANSACTIONS("fills by transaction"),
  NEWS("news"),
  ORDER_BOOK("order book"),
  DEPOSITS("deposits of USDC");

  private final String text;

  Input(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }
}
