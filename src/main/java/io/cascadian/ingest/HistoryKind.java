package io.cascadian.ingest;

import java.util.Locale;

/** What is wanted of a stretch of history. */
public enum HistoryKind {
  /** That it is stored as the source has it. */
  BACKFILL,
  /** That windows with another number of events than the source has are found, and then stored as the source has them. */
  GAPS,
  /** That every difference is told, and then made good. */
  RECONCILE;

  /** In lower case, as runs and tables name it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
