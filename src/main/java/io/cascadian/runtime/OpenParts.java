package io.cascadian.runtime;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Closes what was opened, the last first, each whatever became of the others. A start that fails half-way leaves nothing behind by it. Not thread-safe.
 */
final class OpenParts implements AutoCloseable {

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  /** Adds what is to be closed before all that was added before it; returns it. */
  <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  /**
   * Closes everything that was added and is not closed yet.
   *
   * @throws IllegalStateException when anything could not be closed; the rest is
   */
  @Override
  public void close() {
    IllegalStateException failure = null;
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception e) {
        if (failure == null) {
          failure = new IllegalStateException("could not be closed: " + e.getMessage(), e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Closes everything because of a failure, which keeps what closing adds to it. */
  void closeAfter(Throwable cause) {
    try {
      close();
    } catch (IllegalStateException e) {
      cause.addSuppressed(e);
    }
  }
}
