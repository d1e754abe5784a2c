package io.cascadian.dev.bench;

import io.cascadian.dev.embedded.EmbeddedStores;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.ClickHouseClients;
import io.cascadian.store.ClickHouseMigrations;
import io.cascadian.store.ClickHouseSettings;
import io.cascadian.store.Sql;
import java.nio.file.Path;
import java.util.Map;

/**
 * Creates the tables that the candidates fill, all with the columns, the sorting key and the settings of {@code trades_raw}, and checks their content.
 */
final class Tables implements AutoCloseable {

  static final Table SERVICE = new Table("bench_service", "trades_raw");
  static final Table SCRIPT = new Table("bench", "by_script");
  static final Table FILE = new Table("bench", "by_file");
  private static final Table EXPECTED = new Table("bench", "expected");
  private static final long END_OF_TIME = 0xffff_ffffL;

  private final ClickHouse bench;

  record Table(String database, String name) {

    /** Returns the form in SQL. */
    @Override
    public String toString() {
      return database + "." + name;
    }
  }

  /** Holds the number of rows after deduplication, and a checksum of all their columns. */
  record Content(long rows, String checksum) {}

  Tables(EmbeddedStores.Endpoint server) {
    this.bench = connect(server, "bench");
    try (ClickHouse service = connect(server, SERVICE.database)) {
      new ClickHouseMigrations(service).migrate();
    }
    bench.execute("CREATE TABLE " + EXPECTED.name + " AS " + SERVICE, Map.of());
  }

  private static ClickHouse connect(EmbeddedStores.Endpoint server, String database) {
    return ClickHouseClients.connect(ClickHouseSettings.of(server.url(), server.user(), server.password(), database));
  }

  /** Recreates a table as the service's migrations create it; its record of deduplicated inserts is empty again. */
  void create(Table table) {
    drop(table);
    bench.execute("CREATE TABLE " + table + " AS " + EXPECTED, Map.of());
  }

  void drop(Table table) {
    bench.execute("DROP TABLE IF EXISTS " + table + " SYNC", Map.of());
  }

  /** Works out what the raw fills must become, and writes it to a file for ClickHouse to load. */
  void expect(Path raw, Path file) {
    bench.execute(Sql.load("dev/bench/expected"), Map.of("raw", raw.toString()));
    bench.execute(Sql.load("dev/bench/write-file"), Map.of("file", file.toString()));
  }

  void loadFile(Path file) {
    bench.execute(Sql.load("dev/bench/load-file"), Map.of("file", file.toString()));
  }

  /** Settled rows of a table, however many. */
  long rows(Table table) {
    return bench.queryLong("SELECT uniqExact(event_id) FROM " + table, Map.of());
  }

  Content content(Table table) {
    return content(table, END_OF_TIME, "");
  }

  /** Returns the expected content up to the last row of a table that was filled in order. */
  Content expectedAsFarAs(Table table) {
    if (content(table).rows == 0) {
      return new Content(0, "0");
    }
    return bench.queryOne("SELECT toUnixTimestamp(max((ts, event_id)).1), max((ts, event_id)).2 FROM " + table,
        Map.of(), row -> content(EXPECTED, row.getLong(1), row.getString(2)));
  }

  Content expected() {
    return content(EXPECTED);
  }

  private Content content(Table table, long lastTime, String lastId) {
    return bench.queryOne(Sql.load("dev/bench/checksum"),
        Map.of("database", table.database, "table", table.name, "last_ts", lastTime, "last_id", lastId),
        row -> new Content(row.getLong(1), row.getString(2)));
  }

  String version() {
    return bench.version();
  }

  @Override
  public void close() {
    bench.close();
  }
}
