package io.cascadian.backup;

import io.cascadian.files.Folders;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * Writes the folder of a backup atomically: as {@code <name>.incomplete}, readable for this user only, and renamed at the end. What a process that was killed
 * left under that name is replaced by the next one. For one thread.
 */
final class BackupFolder implements AutoCloseable {

  static final List<String> STORES = List.of("clickhouse", "postgres");
  static final String MANIFEST = "manifest.json";
  private static final String INCOMPLETE = ".incomplete";
  private static final String LOCK = ".writing";

  private final Path target;
  private final Path unfinished;
  private final FileChannel channel;
  private boolean complete;

  private BackupFolder(Path target, Path unfinished, FileChannel channel) {
    this.target = target;
    this.unfinished = unfinished;
    this.channel = channel;
  }

  /**
   * Begins a backup.
   *
   * @param target must not exist; the folder that it is in is made when missing
   * @throws BackupException when it exists, another process is writing it, or the folder cannot be written
   */
  static BackupFolder begin(Path target) {
    Path unfinished = target.resolveSibling(target.getFileName() + INCOMPLETE);
    requireFree(target);
    FileChannel channel = null;
    try {
      Files.createDirectories(target.toAbsolutePath().getParent());
      makePrivate(unfinished);
      channel = FileChannel.open(unfinished.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        throw new BackupException(target, "Another process is writing the backup '" + target + "' now; choose another folder");
      }
      Folders.deleteContent(unfinished, unfinished.resolve(LOCK));
      for (String store : STORES) {
        makePrivate(unfinished.resolve(store));
      }
      return new BackupFolder(target, unfinished, channel);
    } catch (IOException e) {
      closeQuietly(channel, e);
      throw new BackupException(target, "The backup cannot be written to '" + unfinished + "': " + e, e);
    }
  }

  private static void requireFree(Path target) {
    if (Files.exists(target)) {
      throw new BackupException(target, "'" + target + "' exists already, and a backup never overwrites anything; choose another name");
    }
  }

  /** Returns where files are written until the backup is complete. */
  Path path() {
    return unfinished;
  }

  /** Gives the backup its name; everything in it was written. */
  void complete() {
    requireFree(target);
    try {
      Files.delete(unfinished.resolve(LOCK));
      sync(unfinished);
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
      complete = true;
      sync(target.toAbsolutePath().getParent());
    } catch (AtomicMoveNotSupportedException e) {
      throw new BackupException(target, "The backup '" + unfinished + "' cannot be renamed at once on this file system; choose another folder", e);
    } catch (IOException e) {
      throw new BackupException(target, "The backup '" + unfinished + "' cannot get its name: " + e, e);
    }
  }

  /** Waits until names are on the disk; files are synced when they are written. */
  private static void sync(Path folder) throws IOException {
    try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  private static void makePrivate(Path folder) throws IOException {
    Files.createDirectories(folder);
    PosixFileAttributeView view = Files.getFileAttributeView(folder, PosixFileAttributeView.class);
    if (view != null) {
      view.setPermissions(PosixFilePermissions.fromString("rwx------"));
    }
  }

  private static void closeQuietly(FileChannel channel, IOException failure) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
  }

  /** Deletes what was written, unless the backup is complete. */
  @Override
  public void close() {
    try {
      if (!complete) {
        Folders.deleteContent(unfinished, unfinished.resolve(LOCK));
        Files.delete(unfinished.resolve(LOCK));
        Files.delete(unfinished);
      }
      channel.close();
    } catch (IOException e) {
      throw new BackupException(target, "What was written of the backup cannot be deleted from '" + unfinished + "': " + e
          + "; it is no backup, and the next one of that name replaces it", e);
    }
  }
}
