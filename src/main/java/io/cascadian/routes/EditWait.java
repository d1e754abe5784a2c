package io.cascadian.routes;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tracks what an edit waits for and since when, and decides when that is long enough.
 *
 * <p>Messages in work may be without an end. An edit waits a while for them, and then their routes are stopped under them. For a run it waits on, because a
 * run that is cut off has to be resumed; what is reported is how long. Thread-safe.
 */
final class EditWait {

  private static final Logger LOG = LoggerFactory.getLogger(RouteReload.class);

  private final Duration longest;
  private String files;
  /** Null while there is nothing to wait for. */
  private String event;
  /** Of {@link System#nanoTime}. */
  private long since;
  private boolean isReported;

  EditWait(Duration longest) {
    this.longest = longest;
  }

  /** Begins to wait, or goes on, for something else as well. */
  synchronized void on(Set<String> edited, String awaited) {
    files = String.join(", ", edited);
    if (event == null) {
      since = System.nanoTime();
      isReported = false;
      LOG.info("Edited routes {} wait for {}", files, awaited);
    }
    event = awaited;
  }

  /** Ends the wait: the edit is taken, or there is another one. */
  synchronized void over() {
    event = null;
  }

  /** Returns what is waited for; empty for nothing. */
  synchronized Optional<String> what() {
    return Optional.ofNullable(event).map(awaited -> files + " waits for " + awaited);
  }

  /**
   * Returns whether routes are to be stopped under their messages. That the time is up is logged once.
   *
   * @param isRun whether it is a run that is waited for
   */
  synchronized boolean isTooLong(boolean isRun) {
    if (event == null || System.nanoTime() - since < longest.toNanos()) {
      return false;
    }
    if (!isReported) {
      isReported = true;
      LOG.warn("Edited routes {} have waited {} for {}{}", files, longest, event, isRun
          ? ", which is a run. They are taken when it has ended; to take them now, restart the service, which resumes the run"
          : ", longer than ROUTES_MAX_WAIT. Their routes are stopped now, and what these were doing is cut off; correct a loop without an end if there is one");
    }
    return !isRun;
  }
}
