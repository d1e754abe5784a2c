package io.cascadian.source;

/** Serves a sandbox source until it is closed. Thread-safe. */
public interface SandboxServing extends AutoCloseable {

  /** Returns the value for {@code SOURCE_URL}: everything before {@code /subgraphs}. */
  String baseUrl();

  /** Returns the value for {@code GAMMA_URL}. */
  String gammaUrl();

  @Override
  void close();
}
