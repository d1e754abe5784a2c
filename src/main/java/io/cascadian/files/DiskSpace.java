package io.cascadian.files;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Holds the space on the disk of a folder.
 *
 * @param disk the same for all folders of one file system
 * @param freeBytes what this process may still write
 * @param sizeBytes of the whole disk; 0 where the file system does not report it, as {@code freeBytes} then is
 */
public record DiskSpace(Object disk, long freeBytes, long sizeBytes) {

  /**
   * Returns the space on the disk of a folder; a folder that is not there yet is asked for by its nearest parent. Two calls of the operating system,
   * which may wait for a server where the folder is on one.
   *
   * @throws UncheckedIOException when the folder went in this moment
   */
  public static DiskSpace of(Path folder) {
    Path existing = folder.toAbsolutePath();
    while (!Files.exists(existing)) {
      existing = existing.getParent();
    }
    File file = existing.toFile();
    try {
      // the device's number, for which no list of mounts is read
      Object disk = existing.getFileSystem().supportedFileAttributeViews().contains("unix") ? Files.getAttribute(existing, "unix:dev") : Files.getFileStore(existing);
      return new DiskSpace(disk, file.getUsableSpace(), file.getTotalSpace());
    } catch (IOException e) {
      throw new UncheckedIOException("the disk of " + folder + " cannot be found", e);
    }
  }

  /** Returns whether the file system reports its size. */
  public boolean isKnown() {
    return sizeBytes > 0;
  }
}
