package io.cascadian.runtime;

import io.cascadian.settings.Settings;
import io.cascadian.store.AnalystQueries;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.ClickHouseClients;
import io.cascadian.store.ClickHouseMigrations;
import io.cascadian.store.ClickHouseSettings;
import io.cascadian.store.EmbeddedDatabases;
import io.cascadian.store.EnginePorts;
import io.cascadian.store.Postgres;
import io.cascadian.store.PostgresMigrations;
import io.cascadian.store.PostgresSettings;
import io.cascadian.store.RestoreMark;
import io.cascadian.store.SchemaState;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Opens the two databases that this process uses: configured ones, or embedded ones of the developer kit where none is configured.
 *
 * <p>Closing it stops what it started; configured servers keep running.
 */
public final class Stores implements AutoCloseable {

  /** Timeout of one statement of an HTTP request. */
  private static final Duration INTERACTIVE_TIMEOUT = Duration.ofSeconds(5);

  /** Timeout of getting a connection for such a statement; while a database is down, each request occupies a thread of the server for so long. */
  private static final Duration INTERACTIVE_CONNECTION = Duration.ofSeconds(3);

  /** Timeout of one statement over a whole table of billions of rows. */
  private static final Duration WHOLE_TABLE = Duration.ofHours(6);

  private final Closer opened;
  private final EmbeddedDatabases embedded;
  private final ClickHouse clickHouse;
  private ClickHouse interactive;
  private final Postgres postgres;
  private Postgres interactivePostgres;
  private final PostgresSettings postgresSettings;
  private final ClickHouseSettings reader;

  private Stores(Closer opened, EmbeddedDatabases embedded, ClickHouse clickHouse, Postgres postgres, PostgresSettings postgresSettings,
      ClickHouseSettings reader) {
    this.opened = opened;
    this.embedded = embedded;
    this.clickHouse = clickHouse;
    this.postgres = postgres;
    this.postgresSettings = postgresSettings;
    this.reader = reader;
  }

  /**
   * Opens both databases.
   *
   * @param progress receives a line for each download and start
   * @throws io.cascadian.store.EmbeddedStoreException when an embedded store cannot be started
   * @throws MissingKitException when one is not configured, and there is no developer kit to run one
   * @throws io.cascadian.store.StoreException when a configured one cannot be reached
   */
  public static Stores open(Settings settings, Consumer<String> progress) {
    return open(settings, progress, ClickHouseClients::connect, UnaryOperator.identity());
  }

  /**
   * Opens both databases to replace their content.
   *
   * @throws InUseException when another process of this program is connected
   */
  static Stores openToReplace(Settings settings, Consumer<String> progress) {
    String own = "cascadian-restore-" + Instance.create().name();
    return open(settings, progress, ClickHouseClients::connect, postgres -> {
      InUseException.requireNoOtherSession(postgres, own);
      return postgres.named(own);
    });
  }

  /**
   * Checks again, for stores that were opened to be replaced, that no other process is connected.
   *
   * @throws InUseException when one is
   */
  void requireNoOtherProcess() {
    InUseException.requireNoOtherSession(postgresSettings, postgres.sessionName());
  }

  /**
   * Opens both databases to read: no schema is migrated, no database is created.
   *
   * @throws SchemaBehindException when tables are missing that this program reads
   */
  public static Stores openToRead(Settings settings, Consumer<String> progress) {
    return openAsTheyAre(settings, progress, stores -> Stream.of(new ClickHouseMigrations(stores.clickHouse).state(), new PostgresMigrations(stores.postgres).state()));
  }

  /**
   * Opens both databases to read from Postgres: ClickHouse is not contacted, and may be down.
   *
   * @throws SchemaBehindException when tables are missing there that this program reads
   */
  public static Stores openForPostgres(Settings settings, Consumer<String> progress) {
    return openAsTheyAre(settings, progress, stores -> Stream.of(new PostgresMigrations(stores.postgres).state()));
  }

  /** Opens both databases for statements of an analyst, whatever the versions of the schemas. */
  public static Stores openForSql(Settings settings, Consumer<String> progress) {
    return openAsTheyAre(settings, progress, stores -> Stream.empty());
  }

  private static Stores openAsTheyAre(Settings settings, Consumer<String> progress, Function<Stores, Stream<SchemaState>> schemas) {
    Path dataDir = settings.path(StoreSettings.DATA_DIR);
    if (usesEmbedded(settings) && !DeveloperKit.databases(settings).existIn(dataDir)) {
      throw SchemaBehindException.nothingIn(dataDir);
    }
    Stores stores = open(settings, progress, ClickHouseClients::to, UnaryOperator.identity());
    try {
      RestoreMark.requireNone(stores.postgres);
      List<SchemaState> behind = schemas.apply(stores).filter(state -> !state.isReady()).toList();
      if (!behind.isEmpty()) {
        throw SchemaBehindException.of(behind);
      }
      return stores;
    } catch (RuntimeException e) {
      stores.close();
      throw e;
    }
  }

  private static boolean usesEmbedded(Settings settings) {
    return settings.optional(StoreSettings.CLICKHOUSE_URL).isEmpty() || settings.optional(StoreSettings.DATABASE_URL).isEmpty();
  }

  private static Stores open(Settings settings, Consumer<String> progress, Function<ClickHouseSettings, ClickHouse> opening,
      UnaryOperator<PostgresSettings> using) {
    boolean ownClickHouse = settings.optional(StoreSettings.CLICKHOUSE_URL).isEmpty();
    boolean ownPostgres = settings.optional(StoreSettings.DATABASE_URL).isEmpty();
    Closer opened = new Closer();
    try {
      EmbeddedDatabases embedded = usesEmbedded(settings)
          ? opened.add(DeveloperKit.databases(settings).open(settings.path(StoreSettings.DATA_DIR), ownClickHouse, ownPostgres, ports(settings), progress))
          : null;
      StoreTargets targets = StoreTargets.of(settings, embedded);
      ClickHouse clickHouse = opened.add(opening.apply(targets.clickHouse()));
      PostgresSettings postgresSettings = using.apply(targets.postgres());
      Postgres postgres = opened.add(Postgres.connect(postgresSettings));
      postgres.requireAccess();
      return new Stores(opened, embedded, clickHouse, postgres, postgresSettings, targets.reader());
    } catch (RuntimeException | Error e) {
      opened.closeAfter(e);
      throw e;
    }
  }

  /** Returns the ports on which embedded engines are to listen where this process starts them. */
  static EnginePorts ports(Settings settings) {
    return new EnginePorts((int) settings.number(StoreSettings.EMBEDDED_CLICKHOUSE_PORT), (int) settings.number(StoreSettings.EMBEDDED_POSTGRES_PORT));
  }

  /**
   * Creates connections that check the databases, before or instead of opening them.
   *
   * @param embedded null when both are configured
   */
  static StoreProbes probes(Settings settings, EmbeddedDatabases embedded) {
    return StoreTargets.of(settings, embedded).probes();
  }

  /** Creates connections that check the databases. */
  StoreProbes probes() {
    return StoreProbes.of(clickHouse.settings(), postgresSettings);
  }

  public ClickHouse clickHouse() {
    return clickHouse;
  }

  /**
   * Returns the same ClickHouse for callers over HTTP: with connections that no run occupies, and with a timeout of five seconds for each statement,
   * so that a ClickHouse which does not answer does not occupy the threads of requests.
   */
  public synchronized ClickHouse interactiveClickHouse() {
    if (interactive == null) {
      interactive = opened.add(ClickHouseClients.forFewRows(clickHouse.settings().within(INTERACTIVE_TIMEOUT)));
    }
    return interactive;
  }

  /**
   * Opens a connection for statements of an analyst: on the embedded ClickHouse as its user that only reads, on another as the reading user of the
   * settings, or as the service's own where that has no password. The caller closes it.
   */
  public AnalystQueries reader() {
    return AnalystQueries.as(reader);
  }

  public Postgres postgres() {
    return postgres;
  }

  /**
   * Returns the same Postgres for HTTP requests, which fail soon if it does not respond: with connections that no run occupies, a timeout of three seconds
   * for getting one, and of five seconds for each statement.
   */
  public synchronized Postgres interactivePostgres() {
    if (interactivePostgres == null) {
      interactivePostgres = opened.add(Postgres.interactive(postgresSettings.within(INTERACTIVE_TIMEOUT), INTERACTIVE_CONNECTION));
    }
    return interactivePostgres;
  }

  /** Returns the beans by which endpoints of routes reach the databases: a DataSource of each, and the client of the component {@code clickhouse}. */
  Map<String, Object> beans() {
    return Map.of("clickhouse", clickHouse.dataSource(), "postgres", postgres.dataSource(), "clickHouseClient", clickHouse);
  }

  /** Makes a service take over the embedded databases when the process that runs them ends. */
  void keepRunning() {
    if (embedded != null) {
      embedded.keepRunning();
    }
  }

  /** Opens a connection outside the pool for the run lock. The caller closes it. */
  Connection dedicatedPostgresConnection() throws SQLException {
    return LockConnection.open(postgresSettings);
  }

  /** Opens connections to ClickHouse for statements over whole tables, which may take hours. The caller closes it. */
  ClickHouse longRunning() {
    return ClickHouseClients.to(clickHouse.settings().within(WHOLE_TABLE));
  }

  /**
   * Migrates both schemas to the newest version, one process at a time; returns the names of the applied migrations.
   *
   * @throws io.cascadian.store.UnfinishedRestoreException when the databases hold a part of a backup
   */
  public List<String> migrate() {
    RestoreMark.requireNone(postgres);
    new PostgresMigrations(postgres).migrate();
    return postgres.inTransaction("wait for the migration lock", connection -> {
      try (PreparedStatement noTimeout = connection.prepareStatement("SET LOCAL idle_in_transaction_session_timeout = 0");
          PreparedStatement lock =
              connection.prepareStatement("SELECT pg_advisory_xact_lock(hashtextextended('cascadian:migrate', 0))")) {
        // this session is idle in its transaction while the migrations run
        noTimeout.execute();
        lock.execute();
      }
      return new ClickHouseMigrations(clickHouse).migrate();
    });
  }

  @Override
  public synchronized void close() {
    opened.close();
  }
}
