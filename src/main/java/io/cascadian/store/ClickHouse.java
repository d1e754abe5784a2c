package io.cascadian.store;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.DataStreamWriter;
import com.clickhouse.client.api.command.CommandSettings;
import com.clickhouse.client.api.data_formats.ClickHouseBinaryFormatReader;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.client.api.query.QueryResponse;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.Search;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * The analytics store: statements, streamed reads and bulk inserts on one ClickHouse.
 *
 * <p>Statements name their parameters as ClickHouse does ({@code {wallet:String}}) and values are sent apart from the text. Inserts are
 * synchronous ({@code async_insert=0}): when {@link #insert} returns, the rows are on the server's disk. Failures are
 * {@link StoreUnavailableException} (worth repeating) or {@link StoreRejectedException} (not).
 *
 * <p>Thread-safe.
 */
public final class ClickHouse implements AutoCloseable {

  private static final long PING_MILLIS = 5_000;

  private final ClickHouseSettings settings;
  private final Client client;
  private final MeterRegistry driver;
  private final HikariDataSource jdbc;
  private final ClickHouseCalls calls;

  private ClickHouse(ClickHouseSettings settings, Client client, MeterRegistry driver) {
    this.settings = settings;
    this.client = client;
    this.driver = driver;
    this.calls = new ClickHouseCalls(settings.queryTimeout());
    this.jdbc = ClickHouseDriver.pool(settings);
  }

  /** Creates the database when it is missing, and connects. */
  public static ClickHouse connect(ClickHouseSettings settings) {
    try (ClickHouse server = open(settings, "system")) {
      server.execute("CREATE DATABASE IF NOT EXISTS `" + settings.database().replace("`", "") + "`", Map.of());
    }
    return open(settings, settings.database());
  }

  /** Nothing is asked or created yet: an absent server or database is reported by the first call. */
  public static ClickHouse to(ClickHouseSettings settings) {
    return open(settings, settings.database());
  }

  private static ClickHouse open(ClickHouseSettings settings, String database) {
    MeterRegistry metrics = new SimpleMeterRegistry();
    return new ClickHouse(settings, ClickHouseDriver.client(settings, database, metrics), metrics);
  }

  /** Tells {@code newObserver} of every failed call from now on, on the caller's thread; it must not wait for anything. */
  public void onFailure(Consumer<StoreException> newObserver) {
    calls.onFailure(newObserver);
  }

  /** How busy the driver's connections are. */
  public PoolState pool() {
    return new PoolState(connections("leased"), connections("available"), gauge(driver.find("httpcomponents.httpclient.pool.total.pending")),
        ClickHouseDriver.MAX_CONNECTIONS);
  }

  private int connections(String state) {
    return gauge(driver.find("httpcomponents.httpclient.pool.total.connections").tag("state", state));
  }

  private static int gauge(Search of) {
    Gauge gauge = of.gauge();
    return gauge == null || Double.isNaN(gauge.value()) ? 0 : (int) gauge.value();
  }

  /** Returns a JDBC pool with the same settings, for statements of routes. It is closed with this object; no connection is made before the first use. */
  public DataSource dataSource() {
    return jdbc;
  }

  public ClickHouseSettings settings() {
    return settings;
  }

  /** The server's version, such as {@code 26.7.3.1}. */
  public String version() {
    return queryOne("SELECT version()", Map.of(), row -> row.getString(1));
  }

  /** Runs a statement that returns no rows, and waits until the server has finished it. */
  public void execute(String sql, Map<String, ?> parameters) {
    CommandSettings command = new CommandSettings();
    command.serverSetting("wait_end_of_query", "1");
    String operation = describe(sql);
    calls.await(operation, () -> client.execute(sql, Map.copyOf(parameters), command));
  }

  /** All rows of a query. */
  public <T> List<T> query(String sql, Map<String, ?> parameters, Function<ClickHouseBinaryFormatReader, T> mapper) {
    List<T> rows = new ArrayList<>();
    forEach(sql, parameters, row -> rows.add(mapper.apply(row)));
    return rows;
  }

  /** Streams the rows of a query through {@code consumer} without holding them. */
  public void forEach(String sql, Map<String, ?> parameters, Consumer<ClickHouseBinaryFormatReader> consumer) {
    String operation = describe(sql);
    QuerySettings query = new QuerySettings().setFormat(ClickHouseFormat.RowBinaryWithNamesAndTypes);
    try (QueryResponse response = calls.await(operation, () -> client.query(sql, Map.copyOf(parameters), query));
        ClickHouseBinaryFormatReader reader = client.newBinaryFormatReader(response)) {
      while (reader.hasNext()) {
        reader.next();
        consumer.accept(reader);
      }
    } catch (Exception e) {
      throw calls.failed(operation, e);
    }
  }

  /**
   * The only row of a query.
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

  /** The number in the only row and column of a query. */
  public long queryLong(String sql, Map<String, ?> parameters) {
    return queryOne(sql, parameters, row -> row.getLong(1));
  }

  /**
   * Writes a query's result to {@code out}, tab-separated. The server refuses a statement that would change anything.
   *
   * @param header whether the column names come first
   */
  public void copyTsv(String sql, boolean header, OutputStream out) {
    String operation = describe(sql);
    QuerySettings query = new QuerySettings().setFormat(header ? ClickHouseFormat.TSVWithNames : ClickHouseFormat.TSV);
    query.serverSetting("wait_end_of_query", "1");
    query.serverSetting("readonly", "2");
    try (QueryResponse response = calls.await(operation, () -> client.query(sql, Map.of(), query))) {
      response.getInputStream().transferTo(out);
    } catch (Exception e) {
      throw calls.failed(operation, e);
    }
  }

  /**
   * Inserts rows in ClickHouse's RowBinary format.
   *
   * @param token deduplication token: a second insert with the same token into the same table adds nothing; null for none
   * @param rows writes the encoded rows; may be called again when the connection had to be replaced
   * @return rows that the server says it wrote; 0 when the token had been seen
   */
  public long insert(String table, List<String> columns, String token, RowWriter rows) {
    Map<String, String> settings = token == null
        ? Map.of("async_insert", "0")
        : Map.of("async_insert", "0", "insert_deduplication_token", token);
    return insert(new BulkInsert(null, table, columns, ClickHouseFormat.RowBinary, settings), rows);
  }

  /**
   * Inserts encoded rows that are read from a stream, without holding them. Unless {@code async_insert} is set, the rows are on the server's disk
   * when this returns.
   *
   * @param rows read to its end, not closed
   * @return rows that the server says it wrote; 0 when a deduplication token had been seen
   */
  public long insert(BulkInsert target, InputStream rows) {
    return insert(target, rows::transferTo);
  }

  private long insert(BulkInsert target, RowWriter rows) {
    InsertSettings insert = new InsertSettings();
    target.settings().forEach(insert::serverSetting);
    DataStreamWriter body = new DataStreamWriter() {
      @Override
      public void onOutput(OutputStream out) throws IOException {
        rows.writeTo(out);
        out.close();
      }

      @Override
      public void onRetry() {
        // nothing to rewind: the driver is set to make one attempt
      }
    };
    String operation = "insert into " + target.table();
    try (InsertResponse response =
        calls.await(operation, () -> client.insert(target.target(), target.columns(), body, target.format(), insert))) {
      return response.getWrittenRows();
    } catch (Exception e) {
      throw calls.failed(operation, e);
    }
  }

  /**
   * Runs a statement and returns its result as text.
   *
   * @param database null for the one of the connection
   * @param format a text format such as JSONEachRow
   */
  public FormattedResult queryText(String database, String sql, Map<String, ?> parameters, ClickHouseFormat format) {
    String operation = describe(sql);
    QuerySettings query = new QuerySettings().setFormat(format);
    query.serverSetting("wait_end_of_query", "1");
    if (database != null) {
      query.setDatabase(database);
    }
    try (QueryResponse response = calls.await(operation, () -> client.query(sql, Map.copyOf(parameters), query))) {
      return new FormattedResult(new String(response.getInputStream().readAllBytes(), StandardCharsets.UTF_8), response.getReadRows());
    } catch (Exception e) {
      throw calls.failed(operation, e);
    }
  }

  /**
   * A query's result.
   *
   * @param readRows rows that the server read for it
   */
  public record FormattedResult(String text, long readRows) {}

  /** Returns whether the server answers; waits a few seconds at most and never throws for an absent one. */
  public boolean ping() {
    return client.ping(Math.min(PING_MILLIS, settings.queryTimeout().toMillis()));
  }

  /** Writes encoded rows; called once per attempt. */
  @FunctionalInterface
  public interface RowWriter {
    void writeTo(OutputStream out) throws IOException;
  }

  @Override
  public void close() {
    jdbc.close();
    client.close();
  }

  /** A statement's first words: enough to find it, never a whole statement in a log. */
  private static String describe(String sql) {
    String line = sql.strip().replaceAll("(?m)^\\s*--.*$", "").strip().replaceAll("\\s+", " ");
    return line.length() <= 80 ? line : line.substring(0, 80) + "…";
  }
}
