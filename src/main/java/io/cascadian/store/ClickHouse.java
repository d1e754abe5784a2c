package io.cascadian.store;

import static io.cascadian.store.ClickHouseStatement.describe;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.command.CommandResponse;
import com.clickhouse.client.api.command.CommandSettings;
import com.clickhouse.client.api.data_formats.ClickHouseBinaryFormatReader;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.client.api.query.QueryResponse;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends statements, streamed reads and bulk inserts to one ClickHouse, the analytics store.
 *
 * <p>Statements name their parameters as ClickHouse does ({@code {wallet:String}}) and values are sent apart from the text. Inserts are
 * synchronous ({@code async_insert=0}): when {@link #insert} returns, the rows are on the server's disk. Failures are
 * {@link StoreUnavailableException} (worth repeating) or {@link StoreRejectedException} (not).
 *
 * <p>A statement runs no longer than the settings allow, at the server neither. What its caller leaves early (interrupted, out of time, closed) is
 * ended at the server; a call that writes fails only after that, or its message has that the end is not certain.
 *
 * <p>Thread-safe.
 */
public final class ClickHouse implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ClickHouse.class);
  private static final Duration PING_WITHIN = Duration.ofSeconds(5);

  private final ClickHouseSettings settings;
  private final Client client;
  private final MeterRegistry driver;
  private final HikariDataSource jdbc;
  private final ClickHouseStatements statements;

  /**
   * Takes over a client of the driver; {@link ClickHouseClients} has the uses.
   *
   * @param comment by which the client's statements are found at the server
   * @param driver metrics of the client's connections
   */
  ClickHouse(ClickHouseSettings settings, String comment, Client client, MeterRegistry driver) {
    this.settings = settings;
    this.client = client;
    this.driver = driver;
    this.statements = new ClickHouseStatements(client, comment, settings.queryTimeout());
    this.jdbc = ClickHouseDriver.pool(settings, comment);
  }

  /** Reports every failed call to {@code newObserver} from now on, on the caller's thread; it must not block. */
  public void onFailure(Consumer<StoreException> newObserver) {
    statements.onFailure(newObserver);
  }

  /** Returns how busy the driver's connections are. */
  public PoolState pool() {
    return ClickHouseDriver.state(driver);
  }

  /** Returns a JDBC pool with the same settings, for statements of routes. It is closed with this object; no connection is made before the first use. */
  public DataSource dataSource() {
    return jdbc;
  }

  public ClickHouseSettings settings() {
    return settings;
  }

  /** Returns the server's version, such as {@code 26.7.3.1}. */
  public String version() {
    return queryOne("SELECT version()", Map.of(), row -> row.getString(1));
  }

  /** Runs a statement that returns no rows, waits until the server has finished it, and returns how many rows it reports as written. */
  public long execute(String sql, Map<String, ?> parameters) {
    return execute(sql, parameters, Map.of());
  }

  /** Runs a statement as {@link #execute(String, Map)} does, with settings of the server for this statement alone. */
  public long execute(String sql, Map<String, ?> parameters, Map<String, String> settings) {
    CommandSettings command = new CommandSettings();
    settings.forEach(command::serverSetting);
    command.serverSetting("wait_end_of_query", "1");
    return statements.writing(sql).run(id -> {
      command.setQueryId(id);
      return client.execute(sql, Map.copyOf(parameters), command);
    }, CommandResponse::getWrittenRows);
  }

  /** Returns all rows of a query. */
  public <T> List<T> query(String sql, Map<String, ?> parameters, Function<ClickHouseBinaryFormatReader, T> mapper) {
    List<T> rows = new ArrayList<>();
    forEach(sql, parameters, row -> rows.add(mapper.apply(row)));
    return rows;
  }

  /** Streams the rows of a query through {@code consumer} without holding them. */
  public void forEach(String sql, Map<String, ?> parameters, Consumer<ClickHouseBinaryFormatReader> consumer) {
    QuerySettings query = new QuerySettings().setFormat(ClickHouseFormat.RowBinaryWithNamesAndTypes);
    ClickHouseStatement statement = statements.reading(sql);
    statement.run(id -> client.query(sql, Map.copyOf(parameters), query.setQueryId(id)), response -> {
      ClickHouseBinaryFormatReader reader = client.newBinaryFormatReader(response);
      while (reader.hasNext()) {
        statement.nextRow();
        reader.next();
        consumer.accept(reader);
      }
      return null;
    });
  }

  /**
   * Returns the only row of a query.
   *
   * @throws IllegalStateException when there is not exactly one row
   */
  public <T> T queryOne(String sql, Map<String, ?> parameters, Function<ClickHouseBinaryFormatReader, T> mapper) {
    List<T> rows = query(sql, parameters, mapper);
    if (rows.size() != 1) {
      throw new IllegalStateException("expected one row but got " + rows.size() + " from: " + describe(sql));
    }
    return rows.get(0);
  }

  /** Returns the number in the only row and column of a query. */
  public long queryLong(String sql, Map<String, ?> parameters) {
    return queryOne(sql, parameters, row -> row.getLong(1));
  }

  /** Sends a statement that only reads, as {@link AnalystQueries} checks it. */
  void copy(String sql, QuerySettings query, OutputStream out) {
    statements.reading(sql).run(id -> client.query(sql, Map.of(), query.setQueryId(id)), response -> response.getInputStream().transferTo(out));
  }

  /**
   * Inserts rows in ClickHouse's RowBinary format.
   *
   * @param token deduplication token: a second insert with the same token into the same table adds nothing; null for none
   * @param rows writes the encoded rows; may be called again when the connection had to be replaced
   * @return rows that the server reports as written; 0 when the token had been seen
   */
  public long insert(String table, List<String> columns, String token, RowWriter rows) {
    Map<String, String> settings = token == null ? Map.of("async_insert", "0") : Map.of("async_insert", "0", "insert_deduplication_token", token);
    return insert(new BulkInsert(null, table, columns, ClickHouseFormat.RowBinary, settings), rows);
  }

  /**
   * Inserts encoded rows that are read from a stream, without holding them. Unless {@code async_insert} is set, the rows are on the server's disk
   * when this returns.
   *
   * @param rows read to its end, not closed
   * @return rows that the server reports as written; 0 when a deduplication token had been seen
   */
  public long insert(BulkInsert target, InputStream rows) {
    return insert(target, rows::transferTo);
  }

  private long insert(BulkInsert target, RowWriter rows) {
    InsertSettings insert = new InsertSettings();
    target.settings().forEach(insert::serverSetting);
    return statements.writing("insert into " + target.table()).run(
        id -> client.insert(target.target(), target.columns(), new InsertBody(rows), target.format(), insert.setQueryId(id)), InsertResponse::getWrittenRows);
  }

  /**
   * Runs a statement and returns its result as text.
   *
   * @param database null for the one of the connection
   * @param format a text format such as JSONEachRow
   */
  public FormattedResult queryText(String database, String sql, Map<String, ?> parameters, ClickHouseFormat format) {
    QuerySettings query = new QuerySettings().setFormat(format);
    query.serverSetting("wait_end_of_query", "1");
    if (database != null) {
      query.setDatabase(database);
    }
    // a statement of a route, which may change something
    return statements.writing(sql).run(id -> client.query(sql, Map.copyOf(parameters), query.setQueryId(id)), response ->
        new FormattedResult(new String(response.getInputStream().readAllBytes(), StandardCharsets.UTF_8), response.getReadRows()));
  }

  /**
   * Runs a query and returns its result as a stream of encoded rows, which may be larger than memory. It must be read within the limit of one statement
   * and closed; reading fails with a {@link StoreException}.
   *
   * @param database null for the one of the connection
   */
  public InputStream open(String database, String sql, Map<String, ?> parameters, ClickHouseFormat format) {
    QuerySettings query = new QuerySettings().setFormat(format);
    if (database != null) {
      query.setDatabase(database);
    }
    return statements.reading(sql).open(id -> client.query(sql, Map.copyOf(parameters), query.setQueryId(id)), QueryResponse::getInputStream);
  }

  /**
   * Holds a query's result.
   *
   * @param readRows rows that the server read for it
   */
  public record FormattedResult(String text, long readRows) {}

  /** Returns whether the server answers; waits a few seconds at most and never throws for an absent one. */
  public boolean ping() {
    Duration atMost = PING_WITHIN.compareTo(settings.queryTimeout()) < 0 ? PING_WITHIN : settings.queryTimeout();
    try {
      statements.probing(atMost).run(id -> client.query("SELECT 1", new QuerySettings().setQueryId(id)), response -> response.getInputStream().readAllBytes());
      return true;
    } catch (StoreException e) {
      LOG.debug("ClickHouse does not answer: {}", e.getMessage());
      return false;
    }
  }

  /** Writes encoded rows; called once per attempt. */
  @FunctionalInterface
  public interface RowWriter {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Cancels running statements, also at the server. */
  @Override
  public void close() {
    HikariPoolMXBean routes = jdbc.getHikariPoolMXBean();
    statements.close(routes != null && routes.getActiveConnections() > 0);
    jdbc.close();
    client.close();
  }
}
