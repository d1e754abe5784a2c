package io.cascadian.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** Holds a market history that is ready to be served as a source. Immutable. */
public interface SandboxHistory {

  /**
   * Serves the history on a free port of the loopback address.
   *
   * @throws IOException when no port can be bound
   */
  SandboxServing serve() throws IOException;

  /** Returns the entities that the history has records of, each as subgraph and name, such as {@code activity-subgraph/Split}. */
  Set<String> entities();

  /** Writes the resolution map that belongs to the history, as of its end; writes nothing when it has no resolutions. */
  void writeResolutionMap(Path file) throws IOException;
}
