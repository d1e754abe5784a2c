package io.cascadian.files;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Deletes folders with everything in them. */
public final class Folders {

  private Folders() {}

  /** Deletes a folder and its content, if it exists. */
  public static void deleteIfExists(Path folder) throws IOException {
    if (Files.exists(folder)) {
      deleteContent(folder, null);
      Files.delete(folder);
    }
  }

  /**
   * Deletes everything in a folder, but not the folder.
   *
   * @param except a file in it that is not deleted; null for none
   */
  public static void deleteContent(Path folder, Path except) throws IOException {
    Files.walkFileTree(folder, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        if (!file.equals(except)) {
          Files.delete(file);
        }
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
        if (failure != null) {
          throw failure;
        }
        if (!directory.equals(folder)) {
          Files.delete(directory);
        }
        return FileVisitResult.CONTINUE;
      }
    });
  }
}
