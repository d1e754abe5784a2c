package io.cascadian.resolution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Finds files that have stopped changing, by their names, sizes and times at the last poll.
 *
 * <p>Only what changed between two polls counts, never a file's time against the clock's: a time in the future, or on a server whose clock differs, means nothing
 * about whether the file is still being written. Thread-safe.
 */
final class SettledFiles {

  /** How long a file must not have changed. */
  static final Duration UNCHANGED = Duration.ofSeconds(1);
  /** The same for one without content: its writer may have opened it and be about to begin. */
  static final Duration UNCHANGED_EMPTY = Duration.ofSeconds(5);

  private final LongSupplier nanos;
  private final Map<Path, Seen> files = new ConcurrentHashMap<>();

  private record Seen(long size, FileTime modified, long since, long first) {}

  /** @param nanos a monotonic clock, such as {@link System#nanoTime} */
  SettledFiles(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Reads the state of a file, or of a link's target, and returns whether it has stopped changing.
   *
   * @throws IOException when it cannot be looked at
   */
  boolean isSettled(Path file) throws IOException {
    BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
    long time = nanos.getAsLong();
    Seen seen = files.compute(file, (path, before) ->
        before != null && before.size == now.size() && before.modified.equals(now.lastModifiedTime())
            ? before
            : new Seen(now.size(), now.lastModifiedTime(), time, before == null ? time : before.first));
    return time - seen.since >= (now.size() == 0 ? UNCHANGED_EMPTY : UNCHANGED).toNanos();
  }

  /** Returns for how long a file has been seen, changing or not. */
  Duration watched(Path file) {
    Seen seen = files.get(file);
    return seen == null ? Duration.ZERO : Duration.ofNanos(nanos.getAsLong() - seen.first);
  }

  /** Returns for how long a file has been seen unchanged. */
  Duration unchanged(Path file) {
    Seen seen = files.get(file);
    return seen == null ? Duration.ZERO : Duration.ofNanos(nanos.getAsLong() - seen.since);
  }

  /** Forgets a file: another one of its name starts over. */
  void forget(Path file) {
    files.remove(file);
  }

  /** Forgets the files of a folder that are not among the present ones. */
  void retain(Path folder, Set<Path> present) {
    files.keySet().removeIf(file -> folder.equals(file.getParent()) && !present.contains(file));
  }
}
