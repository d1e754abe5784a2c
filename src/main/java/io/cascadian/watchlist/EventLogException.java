package io.cascadian.watchlist;

import java.io.IOException;
import java.nio.file.Path;

/** The log of watchlist events cannot be written; nothing that it should tell is done until it can. */
public final class EventLogException extends RuntimeException {

  EventLogException(Path file, IOException cause) {
    super("the watchlist event log " + file + " cannot be written (" + cause + "); make room or give it another place with WATCHLIST_EVENTS_FILE."
        + " Nothing was added, and the next run tries again", cause);
  }
}
