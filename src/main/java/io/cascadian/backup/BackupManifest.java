package io.cascadian.backup;

import com.fasterxml.jackson.databind.JsonNode;
import io.cascadian.store.AppliedMigration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Describes what a backup holds. It is written last, so that a backup without it is incomplete, and it holds no secret.
 *
 * @param format of the folder; see {@link #FORMAT}
 * @param program version of the program that wrote it
 * @param takenAt when both databases were as they are in it, ISO 8601 in UTC
 * @param fence number of the acquisition of the run lock under which it was written
 * @param sandbox which simulated history the data belong to; null with another source
 */
public record BackupManifest(
    int format, String program, String takenAt, long fence, ClickHouseContent clickHouse, PostgresContent postgres, JsonNode sandbox) {

  /** The form that this program writes, and the newest that it reads. */
  public static final int FORMAT = 1;

  /**
   * Describes what of ClickHouse is in the backup.
   *
   * @param version of the server
   * @param database its name, which stands in the statements of tables and views
   * @param leftOut tables that are not in the backup, with their engines; they are none of this program's
   */
  public record ClickHouseContent(
      String version, String database, List<AppliedMigration> migrations, List<Table> tables, List<View> views, List<String> leftOut) {}

  /**
   * Describes one table of ClickHouse.
   *
   * @param create statement that makes it
   * @param columns of the files, in their order
   * @param rows as a reader sees it, after rows with the same key are collapsed
   * @param content sum over these rows, independent of their order
   * @param files in the order in which they are loaded; where rows can be tombstones, these first
   */
  public record Table(String name, String create, List<String> columns, long rows, String content, List<ArchiveFile> files) {}

  /** Describes one view of ClickHouse with the statement that makes it. */
  public record View(String name, String create) {}

  /**
   * Describes what of Postgres is in the backup.
   *
   * @param sequences the last number that each gave out
   */
  public record PostgresContent(String version, List<AppliedMigration> migrations, List<Rows> tables, Map<String, Long> sequences) {}

  /** Describes one table of Postgres; tables that others refer to precede them. */
  public record Rows(String name, List<String> columns, ArchiveFile file) {}

  /** Returns all files of rows. */
  public Stream<ArchiveFile> files() {
    return Stream.concat(clickHouse.tables.stream().flatMap(table -> table.files.stream()), postgres.tables.stream().map(Rows::file));
  }

  /** Returns the number of rows in all files. */
  public long rows() {
    return files().mapToLong(ArchiveFile::rows).sum();
  }

  /** Returns the size of all files of rows in bytes. */
  public long bytes() {
    return files().mapToLong(ArchiveFile::bytes).sum();
  }
}
