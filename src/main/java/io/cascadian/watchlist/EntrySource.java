package io.cascadian.watchlist;

import java.util.Locale;

/** Who put a market on a list? */
public enum EntrySource {
  /** A request. */
  MANUAL,
  /** Wallets that the strategy tracks stand for an outcome of it. */
  HELD,
  /** It is traded in the strategy's categories. */
  VOLUME,
  /** The settings name it for when there is no data. */
  DEFAULT,
  /** A wallet that the strategy tracks opened a position in it. */
  SIGNAL;

  /** As it is stored and told. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static EntrySource of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
