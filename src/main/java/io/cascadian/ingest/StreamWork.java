package io.cascadian.ingest;

import io.cascadian.source.StreamDefinition;

/**
 * What is done with each stream that the routes define: read on, compared, or only noted.
 *
 * <p>The routes say which streams there are; whoever needs them hands one of these through the routes.
 */
@FunctionalInterface
public interface StreamWork {

  /** Called once for each stream, in the routes' order. */
  void stream(StreamDefinition definition);

  /**
   * Called instead for a stream whose source is not set up: it is left out.
   *
   * @param reason for a person, naming the setting
   */
  default void off(String stream, String reason) {
    // only a run has something to tell about it
  }
}
