package io.cascadian.ingest;

import java.util.Locale;

/** Names the kind of work on a period of history. */
public enum HistoryKind {
  /** Stores the period as the source has it. */
  BACKFILL,
  /** Finds windows whose number of events differs from the source's, and stores them as the source has them. */
  GAPS,
  /** Reports every difference, and removes it. */
  RECONCILE;

  /** Returns the name in runs and tables, in lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
