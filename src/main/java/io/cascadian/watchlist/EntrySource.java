package io.cascadian.watchlist;

import java.util.Locale;

/** Names what added a market to a watchlist. */
public enum EntrySource {
  /** A request. */
  MANUAL,
  /** Wallets that the strategy tracks hold a position in it. */
  HELD,
  /** It is traded in the strategy's categories. */
  VOLUME,
  /** A setting names it as the default without data. */
  DEFAULT,
  /** A wallet that the strategy tracks opened a position in it. */
  SIGNAL;

  /** Returns the name in the database and over HTTP. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static EntrySource of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
