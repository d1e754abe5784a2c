package io.cascadian.backup;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.clickhouse.ClickHouseHeaders;
import io.cascadian.exchange.StandaloneRoutes;
import io.cascadian.store.ClickHouse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.apache.camel.Exchange;
import org.apache.camel.NoTypeConversionAvailableException;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.jackson.JacksonDataFormat;

/**
 * Defines the routes by which rows and the manifest get into the files of a backup and out of them. An exchange carries a file's content as a stream, which
 * no stream caching may copy. Failures are the caller's: nothing is repeated, because a backup or a restore is repeated as a whole.
 *
 * <p>They run in a Camel of their own, for the commands alone; a service does not have them.
 */
final class BackupRoutes extends RouteBuilder {

  private static final String STORE = "backupStore";
  private static final String LOADER = "backupLoader";

  @Override
  public void configure() {
    errorHandler(noErrorHandler());
    // what a later form adds is no reason not to say that it is a later one
    JacksonDataFormat manifest = new JacksonDataFormat(new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false), BackupManifest.class);
    manifest.setPrettyPrint(true);

    from("direct:backup-clickhouse").routeId("backup-clickhouse").streamCache("false")
        .routeDescription("Writes the rows of a query to ClickHouse into a file of the backup")
        .to("clickhouse:{{database}}?operation=query&format=TSV&streamResult=true")
        .to("direct:backup-rows");

    from("direct:backup-rows").routeId("backup-rows").streamCache("false")
        .routeDescription("Packs lines, counts and hashes them, and writes them into a new file of the backup")
        .process(exchange -> exchange.getMessage().setBody(PackedRows.pack(exchange.getMessage().getBody(InputStream.class))))
        .setProperty("packed", body())
        .choice()
          .when(header(STORE).isEqualTo("clickhouse")).to(file("/clickhouse"))
          .otherwise().to(file("/postgres"))
        .end()
        .process(exchange -> exchange.getMessage().setBody(exchange.getProperty("packed", PackedRows.class)
            .describe(exchange.getMessage().getHeader(STORE, String.class), exchange.getMessage().getHeader(Exchange.FILE_NAME, String.class))));

    from("direct:backup-manifest").routeId("backup-manifest")
        .routeDescription("Writes the manifest of a backup, the last of its files")
        .marshal(manifest)
        .to(file(""));

    from("direct:restore-manifest").routeId("restore-manifest")
        .routeDescription("Reads the manifest of a backup")
        .pollEnrich("file:{{folder}}?" + READ + "&fileName=" + BackupFolder.MANIFEST, 0, BackupRoutes::onlyBody)
        .choice()
          .when(body().isNotNull()).convertBodyTo(byte[].class).unmarshal(manifest)
        .end();

    from("direct:restore-rows").routeId("restore-rows").streamCache("false")
        .routeDescription("Opens a file of the backup and unpacks it while it is read")
        .pollEnrich().simple("file:{{folder}}/${header." + STORE + "}?" + READ + "&fileName=${header.CamelFileName}").timeout(0)
        .aggregationStrategy(BackupRoutes::onlyBody)
        .process(BackupRoutes::unpack);

    from("direct:restore-clickhouse").routeId("restore-clickhouse").streamCache("false")
        .routeDescription("Inserts the rows of a file of the backup into a table of ClickHouse")
        .to("direct:restore-rows")
        .to("clickhouse:{{database}}?format=TSV");

    from("direct:restore-postgres").routeId("restore-postgres").streamCache("false")
        .routeDescription("Hands the rows of a file of the backup to the transaction that restores Postgres")
        .to("direct:restore-rows")
        .process(BackupRoutes::load);
  }

  private static final String READ = "noop=true&idempotent=false&readLock=none&autoCreate=false&sendEmptyMessageWhenIdle=false";

  /** Returns an endpoint that writes new files and never replaces one. */
  private static String file(String folder) {
    return "file:{{folder}}" + folder + "?fileExist=Fail&chmod=600&autoCreate=false&allowNullBody=false";
  }

  /** Keeps the headers, which say what becomes of the file. */
  private static Exchange onlyBody(Exchange exchange, Exchange file) {
    exchange.getMessage().setBody(file == null ? null : file.getMessage().getBody());
    return exchange;
  }

  private static void unpack(Exchange exchange) throws IOException, NoTypeConversionAvailableException {
    GenericFile<?> file = exchange.getMessage().getBody(GenericFile.class);
    if (file == null) {
      throw new IOException("the file is missing");
    }
    PackedRows rows = PackedRows.unpack(exchange.getContext().getTypeConverter().mandatoryConvertTo(InputStream.class, exchange, file));
    exchange.getMessage().setBody(rows);
    exchange.setProperty("packed", rows);
  }

  @SuppressWarnings("unchecked")
  private static void load(Exchange exchange) {
    exchange.getMessage().setHeader(ClickHouseHeaders.WRITTEN_ROWS,
        exchange.getProperty(LOADER, ToLongFunction.class).applyAsLong(exchange.getMessage().getBody(InputStream.class)));
  }

  /** Reads and writes the files of one backup through these routes. For one thread. */
  static final class Archive implements AutoCloseable {

    private final Path folder;
    private final StandaloneRoutes routes;

    private Archive(Path folder, StandaloneRoutes routes) {
      this.folder = folder;
      this.routes = routes;
    }

    Path folder() {
      return folder;
    }

    /** @param clickHouse whose tables are copied; null where files are only looked at */
    static Archive open(Path folder, ClickHouse clickHouse) {
      if (folder.toString().contains("?")) {
        throw new BackupException(folder, "The name of a backup's folder must not contain '?': " + folder);
      }
      // Camel decodes the path of an address twice
      Map<String, String> properties = Map.of("folder", folder.toString().replace("%", "%2525").replace("#", "%2523"),
          "database", clickHouse == null ? "none" : clickHouse.settings().database());
      try {
        return new Archive(folder, StandaloneRoutes.start(List.of(), List.of(new BackupRoutes()),
            clickHouse == null ? Map.of() : Map.of("clickHouseClient", clickHouse), properties));
      } catch (Exception e) {
        throw new BackupException(folder, "The routes of backups cannot be started: " + e.getMessage(), e);
      }
    }

    /** Writes what a query to ClickHouse gives. */
    ArchiveFile writeClickHouse(String sql, String name) {
      return write("direct:backup-clickhouse", sql, "clickhouse", name);
    }

    /** Writes rows of Postgres, a line each. */
    ArchiveFile writePostgres(InputStream rows, String name) {
      return write("direct:backup-rows", rows, "postgres", name);
    }

    private ArchiveFile write(String endpoint, Object body, String store, String name) {
      Exchange written = request(endpoint, "writing " + store + "/" + name, exchange -> {
        exchange.getMessage().setBody(body);
        exchange.getMessage().setHeaders(headers(store, name));
      });
      return written.getMessage().getBody(ArchiveFile.class);
    }

    void writeManifest(BackupManifest manifest) {
      request("direct:backup-manifest", "writing " + BackupFolder.MANIFEST, exchange -> {
        exchange.getMessage().setBody(manifest);
        exchange.getMessage().setHeaders(headers("", BackupFolder.MANIFEST));
      });
    }

    /** @return null when there is none */
    BackupManifest readManifest() {
      return request("direct:restore-manifest", "reading " + BackupFolder.MANIFEST, exchange -> { }).getMessage().getBody(BackupManifest.class);
    }

    /** Reads a file to its end and describes it as it is. */
    ArchiveFile describe(ArchiveFile expected) {
      return toEnd(expected, request("direct:restore-rows", reading(expected),
          exchange -> exchange.getMessage().setHeaders(headers(expected.store(), expected.name()))));
    }

    /** Inserts the rows of a file into a table of ClickHouse; returns how many the server has written. */
    long loadClickHouse(ArchiveFile file, String table, List<String> columns, Map<String, String> settings) {
      return loaded(file, request("direct:restore-clickhouse", reading(file), exchange -> {
        exchange.getMessage().setHeaders(headers(file.store(), file.name()));
        exchange.getMessage().setHeader(ClickHouseHeaders.TABLE, table);
        exchange.getMessage().setHeader(ClickHouseHeaders.COLUMNS, columns);
        exchange.getMessage().setHeader(ClickHouseHeaders.SETTINGS, settings);
      }));
    }

    /**
     * Hands the rows of a file to a loader.
     *
     * @param loader reads them to the end and returns how many it has written
     */
    long loadPostgres(ArchiveFile file, ToLongFunction<InputStream> loader) {
      return loaded(file, request("direct:restore-postgres", reading(file), exchange -> {
        exchange.getMessage().setHeaders(headers(file.store(), file.name()));
        exchange.setProperty(LOADER, loader);
      }));
    }

    private long loaded(ArchiveFile file, Exchange exchange) {
      toEnd(file, exchange);
      return exchange.getMessage().getHeader(ClickHouseHeaders.WRITTEN_ROWS, Long.class);
    }

    private ArchiveFile toEnd(ArchiveFile file, Exchange exchange) {
      try (PackedRows rows = exchange.getProperty("packed", PackedRows.class)) {
        rows.readToEnd();
        return rows.describe(file.store(), file.name());
      } catch (IOException e) {
        throw failed(reading(file), e);
      }
    }

    private static Map<String, Object> headers(String store, String name) {
      return new HashMap<>(Map.of(STORE, store, Exchange.FILE_NAME, name));
    }

    private static String reading(ArchiveFile file) {
      return "reading " + file.path();
    }

    private Exchange request(String endpoint, String work, Processor prepare) {
      Exchange exchange = routes.client().request(endpoint, prepare);
      if (exchange.getException() == null) {
        return exchange;
      }
      try (PackedRows rows = exchange.getProperty("packed", PackedRows.class)) {
        throw failed(work, exchange.getException());
      } catch (IOException e) {
        throw failed(work, e);
      }
    }

    private BackupException failed(String work, Exception failure) {
      Throwable cause = failure;
      while (cause.getCause() != null && cause.getCause() != cause) {
        cause = cause.getCause();
      }
      return new BackupException(folder, "Backup '" + folder + "': " + work + " failed: "
          + (cause.getMessage() == null ? cause.toString() : cause.getMessage()), failure);
    }

    @Override
    public void close() {
      routes.close();
    }
  }
}
