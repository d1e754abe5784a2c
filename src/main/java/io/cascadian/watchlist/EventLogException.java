package io.cascadian.watchlist;

import java.io.IOException;
import java.nio.file.Path;

/** Reports that the event log of watchlists cannot be written; nothing that it must record is done until it can. */
public final class EventLogException extends RuntimeException {

  EventLogException(Path file, IOException cause) {
    super("the watchlist event log " + file + " cannot be written (" + cause + "); free space on the disk or set another file with WATCHLIST_EVENTS_FILE."
        + " Nothing was added, and the next run retries", cause);
  }
}
