package io.cascadian.ingest;

import io.cascadian.source.StreamDefinition;

/** Reports that a dead letter cannot be replayed from its payload; the message has what to do instead. */
public final class ReplayRefusedException extends RuntimeException {

  private final String stream;

  ReplayRefusedException(String stream, String message) {
    super(message);
    this.stream = stream;
  }

  static ReplayRefusedException noSuchLetter(long id) {
    return new ReplayRefusedException(null, "there is no dead letter " + id);
  }

  /**
   * Returns why letters of a stream are not replayed.
   *
   * @param stream null where no route defines one of that name
   * @return null when they are
   */
  static String reason(StreamDefinition stream, String name) {
    if (stream == null) {
      return "'" + name + "' is no stream of the routes, or its source is not set up now; a file that was rejected is corrected and dropped"
          + " again, entries of the catalogue are read again by every run";
    }
    return stream.byId()
        ? "'" + name + "' holds entities, whose state in the letter may be older than the stored one: they are read again when they change;"
            + " to read all of them again, delete the row of '" + name + "' in the table cursors before the next run"
        : null;
  }

  /** Returns the stream of the letters; null when there is no such letter. */
  public String stream() {
    return stream;
  }
}
