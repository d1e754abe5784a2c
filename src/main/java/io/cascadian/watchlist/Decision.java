package io.cascadian.watchlist;

import java.util.Locale;

/** What became of a position that was looked at for a strategy. */
enum Decision {
  /** The wallet held it at the first look. */
  BASELINE,
  /** Its market was put on the list. */
  ADDED,
  /** Its market was on the list. */
  LISTED,
  /** Its market is not put on the list, because auto-add is disabled. */
  SUPPRESSED,
  /** The strategy was not active. */
  INACTIVE;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
