package io.cascadian.ingest;

import java.time.Instant;
import java.util.Locale;

/**
 * Reports that the source lacks more stored events than is credible: an empty answer where there are events, a deployment that was
 * pruned or moved. What is stored stays in force until an operator allows the loss.
 */
public final class SuspiciousAnswerException extends RuntimeException {

  private final String stream;
  private final Instant from;
  private final Instant to;
  private final long gone;
  private final long stored;

  SuspiciousAnswerException(String stream, Window window, Difference found, String why) {
    super(String.format(Locale.ROOT,
        "%s, %s: the source, asked twice, does not have %,d of %,d stored events; %s. They stay. Check the source; if it is right, run: reconcile"
            + " --stream %s --from %s --to %s --allow-deletes",
        stream, window, found.gone(), found.storedRows(), why, stream, window.begin(), Instant.ofEpochSecond(window.lastSecond() + 1)));
    this.stream = stream;
    this.from = window.begin();
    this.to = window.end();
    this.gone = found.gone();
    this.stored = found.storedRows();
  }

  public String stream() {
    return stream;
  }

  public Instant from() {
    return from;
  }

  public Instant to() {
    return to;
  }

  /** Returns the number of compared stored events that the source does not have. */
  public long gone() {
    return gone;
  }

  /** Returns the number of stored events compared so far. */
  public long stored() {
    return stored;
  }
}
