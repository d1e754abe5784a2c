package io.cascadian.runtime;

import io.cascadian.dev.embedded.EmbeddedStores;
import io.cascadian.dev.embedded.EnginePorts;
import io.cascadian.settings.Settings;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.ClickHouseMigrations;
import io.cascadian.store.ClickHouseSettings;
import io.cascadian.store.Postgres;
import io.cascadian.store.PostgresSettings;
import io.cascadian.store.RestoreMark;
import io.cascadian.store.SchemaState;
import io.cascadian.store.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The two databases that this process uses: the configured ones, or embedded ones where none is configured.
 *
 * <p>Closing it stops what it started and leaves alone what it was pointed at.
 */
public final class Stores implements AutoCloseable {

  /** After which who waits for an answer is better told to try again. */
  private static final Duration INTERACTIVE_TIMEOUT = Duration.ofSeconds(5);

  /** Some billions of rows; a server that hangs is given up after it. */
  private static final Duration WHOLE_TABLE = Duration.ofHours(6);

  private final OpenParts opened;
  private final EmbeddedStores embedded;
  private final ClickHouse clickHouse;
  private ClickHouse interactive;
  private final Postgres postgres;
  private final PostgresSettings postgresSettings;

  private Stores(OpenParts opened, EmbeddedStores embedded, ClickHouse clickHouse, Postgres postgres, PostgresSettings postgresSettings) {
    this.opened = opened;
    this.embedded = embedded;
    this.clickHouse = clickHouse;
    this.postgres = postgres;
    this.postgresSettings = postgresSettings;
  }

  /**
   * Opens both.
   *
   * @param progress gets a line for each thing that is fetched or started
   * @throws io.cascadian.dev.embedded.EmbeddedStoreException when an embedded store cannot be had
   * @throws io.cascadian.store.StoreException when a configured one cannot be reached
   */
  public static Stores open(Settings settings, Consumer<String> progress) {
    return open(settings, progress, ClickHouse::connect, UnaryOperator.identity());
  }

  /**
   * Opens both for replacing all that is in them.
   *
   * @throws InUseException when another process of this program is connected
   */
  static Stores openToReplace(Settings settings, Consumer<String> progress) {
    String own = "cascadian-restore-" + Instance.create().name();
    return open(settings, progress, ClickHouse::connect, postgres -> {
      InUseException.requireNobody(postgres, own);
      return postgres.named(own);
    });
  }

  /**
   * Checks once more, for stores that were opened to be replaced, that no other process is connected.
   *
   * @throws InUseException when one is
   */
  void requireNobodyElse() {
    InUseException.requireNobody(postgresSettings, postgres.sessionName());
  }

  /**
   * Opens both for what is in them, and changes nothing there: no schema is brought up to date, no database is created.
   *
   * @throws SchemaBehindException when tables are missing that this program reads
   */
  public static Stores openToRead(Settings settings, Consumer<String> progress) {
    return openAsTheyAre(settings, progress, stores -> Stream.of(new ClickHouseMigrations(stores.clickHouse).state(), stores.postgres.schema()));
  }

  /**
   * The same for what needs Postgres alone: ClickHouse is not asked, and may be away.
   *
   * @throws SchemaBehindException when tables are missing there that this program reads
   */
  public static Stores openForPostgres(Settings settings, Consumer<String> progress) {
    return openAsTheyAre(settings, progress, stores -> Stream.of(stores.postgres.schema()));
  }

  /** The same for statements of a person's, whatever the schemas are. */
  public static Stores openForSql(Settings settings, Consumer<String> progress) {
    return openAsTheyAre(settings, progress, stores -> Stream.empty());
  }

  private static Stores openAsTheyAre(Settings settings, Consumer<String> progress, Function<Stores, Stream<SchemaState>> schemas) {
    Path dataDir = settings.path(StoreSettings.DATA_DIR);
    if (usesEmbedded(settings) && !EmbeddedStores.areIn(dataDir)) {
      throw SchemaBehindException.nothingIn(dataDir);
    }
    Stores stores = open(settings, progress, ClickHouse::to, UnaryOperator.identity());
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
    OpenParts opened = new OpenParts();
    try {
      EmbeddedStores embedded = usesEmbedded(settings)
          ? opened.add(EmbeddedStores.open(settings.path(StoreSettings.DATA_DIR), ownClickHouse, ownPostgres, ports(settings), progress))
          : null;
      ClickHouse clickHouse = opened.add(opening.apply(clickHouseSettings(settings, embedded)));
      PostgresSettings postgresSettings = using.apply(postgresSettings(settings, embedded));
      Postgres postgres = opened.add(Postgres.connect(postgresSettings));
      postgres.requireAccess();
      return new Stores(opened, embedded, clickHouse, postgres, postgresSettings);
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
   * Connections to ask how the databases are, before or instead of opening them.
   *
   * @param embedded null when both are configured
   */
  static StoreProbes probes(Settings settings, EmbeddedStores embedded) {
    return StoreProbes.of(clickHouseSettings(settings, embedded), postgresSettings(settings, embedded));
  }

  /** Connections to ask how the databases are. */
  StoreProbes probes() {
    return StoreProbes.of(clickHouse.settings(), postgresSettings);
  }

  private static ClickHouseSettings clickHouseSettings(Settings settings, EmbeddedStores embedded) {
    String database = settings.text(StoreSettings.CLICKHOUSE_DATABASE);
    if (settings.optional(StoreSettings.CLICKHOUSE_URL).isEmpty()) {
      EmbeddedStores.Endpoint endpoint = embedded.clickHouse().orElseThrow();
      return new ClickHouseSettings(endpoint.url(), endpoint.user(), endpoint.password(), database, settings.duration(StoreSettings.CLICKHOUSE_TIMEOUT));
    }
    return new ClickHouseSettings(
        settings.text(StoreSettings.CLICKHOUSE_URL), settings.text(StoreSettings.CLICKHOUSE_USER),
        settings.text(StoreSettings.CLICKHOUSE_PASSWORD), database, settings.duration(StoreSettings.CLICKHOUSE_TIMEOUT));
  }

  private static PostgresSettings postgresSettings(Settings settings, EmbeddedStores embedded) {
    if (settings.optional(StoreSettings.DATABASE_URL).isPresent()) {
      return PostgresUrl.parse(settings);
    }
    EmbeddedStores.Endpoint endpoint = embedded.postgres().orElseThrow();
    return new PostgresSettings(
        endpoint.url(), endpoint.user(), endpoint.password(), (int) settings.number(StoreSettings.DATABASE_POOL_SIZE),
        settings.duration(StoreSettings.DATABASE_TIMEOUT));
  }

  public ClickHouse clickHouse() {
    return clickHouse;
  }

  /**
   * The same ClickHouse for callers over HTTP: on connections of its own, which no run occupies, and with statements that end by themselves after
   * five seconds, so that a ClickHouse which does not answer does not occupy those who work on requests.
   */
  public synchronized ClickHouse interactiveClickHouse() {
    if (interactive == null) {
      interactive = opened.add(ClickHouse.to(clickHouse.settings().within(INTERACTIVE_TIMEOUT)));
    }
    return interactive;
  }

  /**
   * Opens a connection for statements of a person's: on the embedded ClickHouse as a user that only reads, on another as the user of the settings.
   * The caller closes it.
   */
  public ClickHouse reader() {
    ClickHouseSettings user = clickHouse.settings();
    return ClickHouse.toRead(Optional.ofNullable(embedded).flatMap(EmbeddedStores::clickHouseReader)
        .map(reader -> new ClickHouseSettings(reader.url(), reader.user(), reader.password(), user.database(), user.queryTimeout()))
        .orElse(user));
  }

  public Postgres postgres() {
    return postgres;
  }

  /** Returns what endpoints of routes reach the databases by: a DataSource of each, and the client of the component {@code clickhouse}. */
  Map<String, Object> beans() {
    return Map.of("clickhouse", clickHouse.dataSource(), "postgres", postgres.dataSource(), "clickHouseClient", clickHouse);
  }

  /** For a process that stays: runs embedded databases on when the process that runs them ends. */
  void keepRunning() {
    if (embedded != null) {
      embedded.keepRunning();
    }
  }

  /**
   * A connection outside the pool, for the run lock. Nothing may be said on it for hours, and the lock ends with it: the server gives up a holder
   * that has vanished without a word, its machine without power or its network cut, within a minute, where systems usually take two hours.
   */
  Connection dedicatedPostgresConnection() throws SQLException {
    Properties properties = new Properties();
    if (postgresSettings.user() != null) {
      properties.setProperty("user", postgresSettings.user());
    }
    if (postgresSettings.password() != null) {
      properties.setProperty("password", postgresSettings.password());
    }
    properties.setProperty("ApplicationName", "cascadian run lock");
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("socketTimeout", "120");
    properties.setProperty("tcpKeepAlive", "true");
    Connection connection = DriverManager.getConnection(postgresSettings.jdbcUrl(), properties);
    // not as options of the connection, which poolers refuse; one of them is not known to servers before version 14
    try (PreparedStatement set = connection.prepareStatement(Sql.load("nightly/lock-session"))) {
      set.execute();
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Opens connections to ClickHouse for statements that take as long as a whole table does. The caller closes it. */
  ClickHouse unhurried() {
    return ClickHouse.to(clickHouse.settings().within(WHOLE_TABLE));
  }

  /**
   * Brings both schemas to the newest version, one process at a time; returns the names of what was applied.
   *
   * @throws io.cascadian.store.UnfinishedRestoreException when the databases hold a part of a backup
   */
  public List<String> migrate() {
    RestoreMark.requireNone(postgres);
    postgres.migrate();
    return postgres.inTransaction("wait for the migration lock", connection -> {
      try (PreparedStatement patience = connection.prepareStatement("SET LOCAL idle_in_transaction_session_timeout = 0");
          PreparedStatement lock =
              connection.prepareStatement("SELECT pg_advisory_xact_lock(hashtextextended('cascadian:migrate', 0))")) {
        // for as long as the migrations take nothing is said here
        patience.execute();
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
