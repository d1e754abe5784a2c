package io.cascadian.store;

import com.clickhouse.data.ClickHouseFormat;
import java.util.List;
import java.util.Map;

/**
 * Describes where encoded rows are inserted, and how.
 *
 * @param database null for the one of the connection
 * @param columns in the order of the encoded values; empty for all columns of the table
 * @param format of the encoded rows
 * @param settings server settings for this insert, such as {@code insert_deduplication_token}
 */
public record BulkInsert(String database, String table, List<String> columns, ClickHouseFormat format, Map<String, String> settings) {

  public BulkInsert {
    columns = List.copyOf(columns);
    settings = Map.copyOf(settings);
  }

  /** Returns the table as it stands in a statement. */
  String target() {
    return database == null ? table : quoted(database) + "." + quoted(table);
  }

  private static String quoted(String name) {
    return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
  }
}
