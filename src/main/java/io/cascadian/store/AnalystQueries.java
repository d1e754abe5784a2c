package io.cascadian.store;

import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs queries of analysts on ClickHouse, after it has made sure that they only read, and from tables only. Thread-safe. */
public final class AnalystQueries implements AutoCloseable {

  /** Code of ClickHouse for a statement that a reading user may not run. */
  private static final int READONLY = 164;

  private final ClickHouse clickHouse;

  private AnalystQueries(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
  }

  /** Connects as a user that should only read. Nothing is asked yet: an absent server or database is reported by the first query. */
  public static AnalystQueries as(ClickHouseSettings user) {
    return new AnalystQueries(ClickHouseClients.toRead(user));
  }

  /** Returns the address, the user and the limits of the connection. */
  public ClickHouseSettings settings() {
    return clickHouse.settings();
  }

  /**
   * Writes the result of a statement of a person's to {@code out} as it comes, when it only reads and from tables only.
   *
   * <p>Looks at the server's syntax tree of it first, as users with {@code readonly} 2 may write files by a table function; then has the server
   * run it with {@code readonly} 1, unless the user cannot change settings anyway.
   *
   * @param format of the rows, such as TSV, where the statement itself does not end in a FORMAT
   * @throws StoreRejectedException when it does more than read, saying what and what to do instead; the server has not run it
   */
  public void copy(String sql, String format, OutputStream out) {
    String operation = ClickHouseStatement.describe(sql);
    requireReading(operation, sql);
    boolean restricted = clickHouse.queryLong("SELECT toUInt64(getSetting('readonly'))", Map.of()) > 0;
    QuerySettings query = new QuerySettings().setFormat(ClickHouseFormat.valueOf(format));
    query.serverSetting("wait_end_of_query", "1");
    if (!restricted) {
      query.serverSetting("readonly", "1");
      query.serverSetting("max_execution_time", ClickHouseDriver.seconds(clickHouse.settings().queryTimeout()));
      // whoever asks may end this program
      query.serverSetting("cancel_http_readonly_queries_on_client_close", "1");
    }
    clickHouse.copy(sql, query, out);
  }

  private void requireReading(String operation, String sql) {
    Set<String> outside = Set.copyOf(clickHouse.query(Sql.load("store/outside-functions"), Map.of(), row -> row.getString(1)));
    List<String> tree = clickHouse.query("EXPLAIN AST " + sql, Map.of(), row -> row.getString(1));
    String refusal = ReadingStatement.of(tree, outside).refusal();
    if (refusal != null) {
      throw new StoreRejectedException("ClickHouse", operation, Integer.toString(READONLY), refusal, null);
    }
  }

  @Override
  public void close() {
    clickHouse.close();
  }
}
