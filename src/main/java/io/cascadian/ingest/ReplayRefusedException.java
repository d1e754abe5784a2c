package io.cascadian.ingest;

import io.cascadian.source.StreamDefinition;

/** A dead letter cannot be replayed from what was kept of it; the message says what to do instead. */
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
   * Why letters of a stream are not replayed.
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
        ? "'" + name + "' holds entities, of which the kept state may be older than what is stored: they are read again when they change;"
            + " to read all of them anew, delete the row of '" + name + "' in the table cursors before the next run"
        : null;
  }

  /** Of the letters; null when there is no such letter. */
  public String stream() {
    return stream;
  }
}
