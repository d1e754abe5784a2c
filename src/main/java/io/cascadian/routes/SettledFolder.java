package io.cascadian.routes;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Optional;

/**
 * Reads the routes folder once after each edit, when it has been the same for one interval of polling: a file that is being written is left alone. For one
 * thread.
 */
final class SettledFolder {

  /** For how long an empty file is taken for one that is being saved. */
  private static final Duration EMPTY_WHILE_WRITTEN = Duration.ofSeconds(2);

  private final RouteFolder folder;
  private String seen;
  /** Of {@link System#nanoTime}. */
  private long seenSince;
  private String taken;

  SettledFolder(RouteFolder folder) {
    this.folder = folder;
  }

  /**
   * Returns the folder's texts when they differ from those that were returned last and are settled; else empty.
   *
   * @throws java.nio.file.NoSuchFileException when a file goes while it is read, or the folder is missing
   * @throws IOException when the folder cannot be read
   */
  Optional<RouteTexts> poll() throws IOException {
    String now = folder.fingerprint();
    boolean rested = now.equals(seen);
    if (!rested) {
      seenSince = System.nanoTime();
    }
    seen = now;
    if (rested && !now.equals(taken)) {
      RouteTexts texts = folder.read();
      if (folder.fingerprint().equals(now) && !isBeingWritten(texts)) {
        taken = now;
        return Optional.of(texts);
      }
    }
    return Optional.empty();
  }

  /** Has the next settled state returned whether it was before or not. */
  void again() {
    taken = null;
  }

  /** Who saves a file in place empties it first, and may be held up before it writes. */
  private boolean isBeingWritten(RouteTexts texts) {
    return texts.files().containsValue("") && System.nanoTime() - seenSince < EMPTY_WHILE_WRITTEN.toNanos();
  }
}
