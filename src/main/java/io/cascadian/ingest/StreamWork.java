package io.cascadian.ingest;

import io.cascadian.source.StreamDefinition;

/** Takes the streams that the routes define, for whoever wants to know of them without reading them. */
@FunctionalInterface
public interface StreamWork {

  /** Takes a stream; called once for each, in the routes' order. */
  void stream(StreamDefinition definition);

  /**
   * Takes, instead, the name of a stream whose source is not set up.
   *
   * @param reason for a person, naming the setting
   */
  default void off(String stream, String reason) {
    // it cannot be read, so there is nothing to know of it
  }
}
