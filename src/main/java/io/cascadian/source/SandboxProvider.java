package io.cascadian.source;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Prepares market histories for a sandbox source to serve. The developer kit registers one with {@link java.util.ServiceLoader}; the product alone
 * has none.
 */
public interface SandboxProvider {

  /**
   * Reads a recorded feed.
   *
   * @throws SandboxException naming the line that cannot be served
   */
  SandboxHistory read(Path feed) throws IOException;

  /** Simulates a history. */
  SandboxHistory simulate(SandboxSimulation simulation);
}
