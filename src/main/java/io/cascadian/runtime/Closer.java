package io.cascadian.runtime;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Closes resources in the reverse order of their opening, each even if another fails, so that a failed start leaves nothing open. Not thread-safe.
 */
final class Closer implements AutoCloseable {

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  /** Adds a resource, to be closed before those added earlier; returns it. */
  <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  /**
   * Closes all resources that are not closed yet.
   *
   * @throws IllegalStateException when a resource could not be closed; the others are closed
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
          failure = new IllegalStateException("a resource could not be closed: " + e.getMessage(), e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Closes all resources after a failure; failures to close become its suppressed exceptions. */
  void closeAfter(Throwable cause) {
    try {
      close();
    } catch (IllegalStateException e) {
      cause.addSuppressed(e);
    }
  }
}
