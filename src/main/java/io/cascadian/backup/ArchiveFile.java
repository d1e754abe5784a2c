package io.cascadian.backup;

/**
 * Describes a packed file of rows, a line each.
 *
 * @param store its folder in the backup: {@code clickhouse} or {@code postgres}
 * @param name in that folder
 * @param rows lines in it
 * @param bytes its length
 * @param sha256 of the file, in hex
 */
public record ArchiveFile(String store, String name, long rows, long bytes, String sha256) {

  /** Returns its path in the backup, for a person. */
  String path() {
    return store + "/" + name;
  }
}
