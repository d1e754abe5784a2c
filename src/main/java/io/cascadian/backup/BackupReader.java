package io.cascadian.backup;

import io.cascadian.backup.BackupRoutes.Archive;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Reads a backup and refuses one that is not whole. */
public final class BackupReader {

  private BackupReader() {}

  /**
   * Reads every file of a backup and compares it with the manifest.
   *
   * @param progress gets a line when the files are read
   * @throws BackupException when there is no backup, when a file is missing or not as it was written, or when the backup is in a later form
   */
  public static BackupManifest verify(Path folder, Consumer<String> progress) {
    if (!Files.isDirectory(folder)) {
      throw new BackupException(folder, "There is no folder '" + folder + "'");
    }
    try (Archive archive = Archive.open(folder, null)) {
      BackupManifest manifest = manifest(archive, folder);
      progress.accept("checking " + manifest.files().count() + " files with " + manifest.rows() + " rows");
      manifest.files().forEach(expected -> {
        ArchiveFile found = archive.describe(expected);
        if (!found.equals(expected)) {
          throw new BackupException(folder, "The backup '" + folder + "' is damaged: " + expected.path() + " is not as it was written (" + expected.bytes()
              + " bytes and " + expected.rows() + " rows then, " + found.bytes() + " and " + found.rows() + " now, or the same number with another content)");
        }
      });
      return manifest;
    }
  }

  private static BackupManifest manifest(Archive archive, Path folder) {
    BackupManifest manifest = archive.readManifest();
    if (manifest == null) {
      throw new BackupException(folder, "'" + folder + "' is no backup, or one that was cut off: it has no " + BackupFolder.MANIFEST
          + ", which is written last");
    }
    if (manifest.format() > BackupManifest.FORMAT) {
      throw new BackupException(folder, "The backup '" + folder + "' was written by a newer program (" + manifest.program() + ", form " + manifest.format()
          + "; this one reads form " + BackupManifest.FORMAT + "); use that one");
    }
    if (manifest.format() < 1 || manifest.clickHouse() == null || manifest.postgres() == null) {
      throw new BackupException(folder, "The backup '" + folder + "' is damaged: its " + BackupFolder.MANIFEST + " is no manifest of a backup");
    }
    return manifest;
  }
}
