package io.cascadian.ingest;

import java.util.List;

/** Rejects the name of a stream that was never read. */
public final class UnknownStreamException extends RuntimeException {

  private final String stream;

  UnknownStreamException(String stream, List<String> known) {
    super("no stream '" + stream + "' was ever read; there are " + known);
    this.stream = stream;
  }

  public String stream() {
    return stream;
  }
}
