package io.cascadian.dev.embedded;

import io.cascadian.store.EmbeddedStoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Locks a data directory for one process, and within it for one caller; the lock ends with the process. Thread-safe. */
final class OwnerLock {

  /** Directories whose lock this process holds: asking the system for it again, and closing the file, would release it. */
  private static final Set<Path> OWNED = new HashSet<>();

  private final Path directory;
  private final FileLock lock;

  private OwnerLock(Path directory, FileLock lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /**
   * Locks a data directory; empty when another process, or this one, holds the lock.
   *
   * @param directory absolute and normalized; created when missing
   * @throws EmbeddedStoreException when the directory cannot be written
   */
  static Optional<OwnerLock> tryAcquire(Path directory) {
    synchronized (OWNED) {
      if (OWNED.contains(directory)) {
        return Optional.empty();
      }
      Optional<OwnerLock> acquired = Optional.ofNullable(tryFileLock(directory)).map(lock -> new OwnerLock(directory, lock));
      acquired.ifPresent(lock -> OWNED.add(directory));
      return acquired;
    }
  }

  private static FileLock tryFileLock(Path directory) {
    try {
      Files.createDirectories(directory);
      FileChannel channel = FileChannel.open(
          directory.resolve("owner.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
      }
      return lock;
    } catch (IOException e) {
      throw new EmbeddedStoreException("stores", "start", "the data directory " + directory + " cannot be used: " + e, e);
    }
  }

  /** Gives the directory up. */
  void release() {
    try {
      synchronized (OWNED) {
        OWNED.remove(directory);
        lock.acquiredBy().close();
      }
    } catch (IOException e) {
      throw new EmbeddedStoreException("stores", "stop", "the data directory's lock cannot be released: " + e, e);
    }
  }
}
