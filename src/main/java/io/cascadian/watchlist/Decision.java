package io.cascadian.watchlist;

import java.util.Locale;

/** Names what was decided on a position of a tracked wallet. */
enum Decision {
  /** The wallet held it when it was first seen. */
  BASELINE,
  /** Its market was added to the list. */
  ADDED,
  /** Its market was on the list already. */
  LISTED,
  /** Its market was not added, because auto-add is disabled. */
  SUPPRESSED,
  /** The strategy was not active. */
  INACTIVE;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
