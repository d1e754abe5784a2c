package io.cascadian.resolution;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Replaces links in a folder by copies of their files, each in one step. Used by one thread at a time. */
final class LinkCopies {

  private static final String PREFIX = ".link-copy-";
  /** A large file must not be copied in vain at every poll. */
  private static final Duration AGAIN = Duration.ofSeconds(30);

  private final Path folder;
  private final LongSupplier nanos;
  private final Map<Path, Long> failed = new ConcurrentHashMap<>();

  /** @param nanos a monotonic clock, such as {@link System#nanoTime} */
  LinkCopies(Path folder, LongSupplier nanos) {
    this.folder = folder;
    this.nanos = nanos;
  }

  /** Returns whether a link is to be replaced now; not for a while after that failed. */
  boolean isDue(Path link) {
    Long last = failed.get(link);
    return last == null || nanos.getAsLong() - last >= AGAIN.toNanos();
  }

  /**
   * Replaces a link by a copy of its file with the file's times and permissions.
   *
   * @throws IOException when it cannot be copied; the link stays as it is
   */
  void replace(Path link) throws IOException {
    Path copy = folder.resolve(PREFIX + UUID.randomUUID() + ".tmp");
    failed.put(link, nanos.getAsLong());
    try {
      Files.copy(link, copy, StandardCopyOption.COPY_ATTRIBUTES);
      Files.move(copy, link, StandardCopyOption.ATOMIC_MOVE);
      failed.remove(link);
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  /** Forgets all other links. */
  void retain(Set<Path> present) {
    failed.keySet().retainAll(present);
  }

  /** Deletes copies that a crash left behind. */
  void deleteLeftOver() throws IOException {
    try (DirectoryStream<Path> copies = Files.newDirectoryStream(folder, PREFIX + "*.tmp")) {
      for (Path copy : copies) {
        Files.deleteIfExists(copy);
      }
    }
  }
}
