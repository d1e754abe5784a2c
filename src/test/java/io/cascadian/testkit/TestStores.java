package io.cascadian.testkit;

import io.cascadian.dev.embedded.EmbeddedStores;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.ClickHouseClients;
import io.cascadian.store.ClickHouseMigrations;
import io.cascadian.store.ClickHouseSettings;
import io.cascadian.store.Postgres;
import io.cascadian.store.PostgresMigrations;
import io.cascadian.store.PostgresSettings;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One real ClickHouse and one real Postgres for all tests of a test process, and an own database on each for every caller that asks.
 */
public final class TestStores {

  private static final AtomicInteger NUMBER = new AtomicInteger();
  /** Makes and drops databases beside the tests, one after the other. */
  private static final ExecutorService BACKGROUND = Executors.newSingleThreadExecutor(work -> {
    Thread thread = new Thread(work, "test-databases");
    thread.setDaemon(true);
    return thread;
  });
  private static Future<ClickHouse> next;
  /** Databases that were handed out with all tables and are as new again. */
  private static final Deque<String> RECYCLED = new ArrayDeque<>();
  private static final Set<String> COPIES = new HashSet<>();
  private static ClickHouse server;
  private static EmbeddedStores stores;
  private static String clickHouseTemplate;
  private static Map<String, Table> templateTables;
  private static String postgresTemplate;

  private TestStores() {}

  private static synchronized EmbeddedStores stores() {
    if (stores == null) {
      Path folder = TestFolder.create();
      stores = EmbeddedStores.open(folder, true, true, System.out::println);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> {
        stores.close();
        TestFolder.delete(folder);
      }));
    }
    return stores;
  }

  /**
   * A new ClickHouse database with all tables: a copy of one that was migrated once, which takes a third of the time, and made while the test before went
   * on, since most of it is waiting.
   */
  public static ClickHouse freshClickHouse() {
    String template = clickHouseTemplate();
    Future<ClickHouse> ready;
    synchronized (BACKGROUND) {
      ready = next == null ? BACKGROUND.submit(() -> copyOf(template)) : next;
      next = BACKGROUND.submit(() -> copyOf(template));
    }
    try {
      return ready.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("no database for a test", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /**
   * Databases as they were at one moment, for tests that begin alike: what they begin with is computed once, and each gets a copy of it.
   */
  public static final class Snapshot implements AutoCloseable {

    private final ClickHouse clickHouse;
    private final Map<String, Table> tables;
    private final String postgres;

    private Snapshot(ClickHouse clickHouse, String postgres) {
      this.clickHouse = clickHouse;
      this.tables = tablesOf(clickHouse, clickHouse.settings().database());
      this.postgres = postgres;
    }

    /** Puts what the ClickHouse database held into a fresh one. */
    public void copyTo(ClickHouse fresh) {
      String database = clickHouse.settings().database();
      Map<String, Table> migrated = templateTables();
      for (Table table : tables.values()) {
        Table there = migrated.get(table.name());
        if (there == null) {
          table.create(fresh, database);
        } else {
          if (there.filled()) {
            fresh.execute("TRUNCATE TABLE " + table.name(), Map.of());
          }
          table.fill(fresh, database);
        }
      }
    }

    /** A copy of the Postgres database. */
    public Postgres postgres() {
      return Postgres.connect(newPostgres(" TEMPLATE " + postgres));
    }

    /** Drops the ClickHouse database that is copied. */
    @Override
    public void close() {
      drop(clickHouse);
    }
  }

  /** Takes two databases as what other tests begin with, and closes the connections to Postgres; the caller uses neither any more. */
  public static Snapshot snapshot(ClickHouse clickHouse, Postgres postgres) {
    String database = postgres.queryOne("SELECT current_database()", row -> row.getString(1)).orElseThrow();
    // no session may be connected to what is copied
    postgres.close();
    return new Snapshot(clickHouse, database);
  }

  /** A recycled database, or a new one. */
  private static ClickHouse copyOf(String template) {
    String recycled = RECYCLED.poll();
    if (recycled != null) {
      return ClickHouseClients.connect(clickHouseSettings(stores(), recycled));
    }
    ClickHouse clickHouse = emptyClickHouse();
    String database = clickHouse.settings().database();
    templateTables().values().forEach(table -> table.create(clickHouse, template));
    COPIES.add(database);
    return clickHouse;
  }

  /**
   * A table or view of a database.
   *
   * @param statement creates it in the session's own database
   * @param filled whether it has rows
   * @param touched whether it has rows, or had some that the server has not forgotten yet
   */
  private record Table(String name, String statement, boolean filled, boolean touched) {

    void create(ClickHouse in, String template) {
      in.execute(statement, Map.of());
      fill(in, template);
    }

    void fill(ClickHouse in, String template) {
      if (filled) {
        in.execute("INSERT INTO " + name + " SELECT * FROM " + template + "." + name, Map.of());
      }
    }

    boolean isLike(Table other) {
      return statement.equals(other.statement);
    }
  }

  /** Returns what is in a database by its name; tables come before views. */
  private static Map<String, Table> tablesOf(ClickHouse asked, String database) {
    Map<String, Table> tables = new LinkedHashMap<>();
    asked.query("SELECT name, create_table_query, ifNull(total_rows, 0) > 0 AS filled,"
        + " filled OR name IN (SELECT table FROM system.parts WHERE database = {database:String}) AS touched"
        + " FROM system.tables WHERE database = {database:String} ORDER BY engine = 'View'", Map.of("database", database),
        row -> new Table(row.getString(1), row.getString(2).replace(database + ".", ""), row.getBoolean(3), row.getBoolean(4)))
        .forEach(table -> tables.put(table.name(), table));
    return tables;
  }

  /** Creates again what has rows, which most tests put into few tables; a database whose tables are others than the template's is dropped. */
  private static void recycle(String database) {
    String template = clickHouseTemplate();
    try (ClickHouse clickHouse = ClickHouseClients.connect(clickHouseSettings(stores(), database))) {
      Map<String, Table> expected = templateTables();
      Map<String, Table> found = tablesOf(clickHouse, database);
      if (!found.keySet().equals(expected.keySet()) || !found.values().stream().allMatch(table -> table.isLike(expected.get(table.name())))) {
        clickHouse.execute("DROP DATABASE " + database, Map.of());
        return;
      }
      for (Table table : found.values()) {
        if (table.touched()) {
          clickHouse.execute("DROP TABLE " + table.name() + " SYNC", Map.of());
          expected.get(table.name()).create(clickHouse, template);
        }
      }
    }
    RECYCLED.add(database);
  }

  private static synchronized String clickHouseTemplate() {
    if (clickHouseTemplate == null) {
      try (ClickHouse clickHouse = emptyClickHouse()) {
        new ClickHouseMigrations(clickHouse).migrate();
        clickHouseTemplate = clickHouse.settings().database();
        templateTables = tablesOf(clickHouse, clickHouseTemplate);
      }
    }
    return clickHouseTemplate;
  }

  private static synchronized Map<String, Table> templateTables() {
    clickHouseTemplate();
    return templateTables;
  }

  /** A new ClickHouse database without tables. */
  public static ClickHouse emptyClickHouse() {
    return ClickHouseClients.connect(clickHouseSettings(stores(), "test_" + NUMBER.incrementAndGet()));
  }

  /** Settings of a new Postgres database without tables. */
  public static PostgresSettings emptyPostgresSettings() {
    return newPostgres("");
  }

  /** Settings of a new Postgres database with all tables: a copy of one that was migrated once. */
  public static PostgresSettings freshPostgresSettings() {
    return newPostgres(" TEMPLATE " + postgresTemplate());
  }

  /** A new Postgres database with all tables. */
  public static Postgres freshPostgres() {
    return Postgres.connect(freshPostgresSettings());
  }

  private static PostgresSettings newPostgres(String how) {
    EmbeddedStores.Endpoint endpoint = stores().postgres().orElseThrow();
    String database = "test_" + NUMBER.incrementAndGet();
    try (Postgres server = Postgres.connect(new PostgresSettings(endpoint.url(), endpoint.user(), endpoint.password(), 1))) {
      server.update("CREATE DATABASE " + database + how);
    }
    return new PostgresSettings(endpoint.url().replaceAll("/[^/]*$", "/" + database), endpoint.user(), endpoint.password(), 5);
  }

  private static synchronized String postgresTemplate() {
    if (postgresTemplate == null) {
      PostgresSettings settings = emptyPostgresSettings();
      // no session may be connected to what is copied
      try (Postgres postgres = Postgres.connect(settings)) {
        new PostgresMigrations(postgres).migrate();
      }
      postgresTemplate = settings.jdbcUrl().replaceAll(".*/", "");
    }
    return postgresTemplate;
  }

  /** Holds both engines, which no test closes or kills. */
  public static EmbeddedStores engines() {
    return stores();
  }

  /** The shared ClickHouse and as whom it is used. */
  public static EmbeddedStores.Endpoint clickHouseServer() {
    return stores().clickHouse().orElseThrow();
  }

  /** Settings by which a process or service uses the shared databases as the tests do; where they are is set elsewhere. */
  public static Map<String, String> users() {
    EmbeddedStores.Endpoint clickHouse = clickHouseServer();
    EmbeddedStores.Endpoint postgres = stores().postgres().orElseThrow();
    return Map.of("CLICKHOUSE_USER", clickHouse.user(), "CLICKHOUSE_PASSWORD", clickHouse.password(),
        "DATABASE_USER", postgres.user(), "DATABASE_PASSWORD", postgres.password());
  }

  /**
   * Creates a database on each with all tables, and returns the settings by which a process or service uses them; it starts no engines then.
   *
   * @return settings by their names, as variables of an environment
   */
  public static Map<String, String> freshEnvironment() {
    PostgresSettings postgres = freshPostgresSettings();
    try (ClickHouse clickHouse = freshClickHouse()) {
      Map<String, String> environment = new HashMap<>(users());
      environment.put("CLICKHOUSE_URL", clickHouseServer().url());
      environment.put("CLICKHOUSE_DATABASE", clickHouse.settings().database());
      environment.put("DATABASE_URL", postgres.jdbcUrl());
      return environment;
    }
  }

  /** Settings of a database on the ClickHouse of embedded stores. */
  public static ClickHouseSettings clickHouseSettings(EmbeddedStores stores, String database) {
    EmbeddedStores.Endpoint server = stores.clickHouse().orElseThrow();
    return ClickHouseSettings.of(server.url(), server.user(), server.password(), database);
  }

  /** Closes it, and sooner or later drops its database, made here, or gives it to another test with no row left of this one; no test waits for that. */
  public static void drop(ClickHouse clickHouse) {
    String database = clickHouse.settings().database();
    clickHouse.close();
    BACKGROUND.submit(() -> {
      if (COPIES.contains(database)) {
        recycle(database);
      } else {
        server().execute("DROP DATABASE IF EXISTS " + database, Map.of());
      }
    });
  }

  /** For what is done beside the tests; never closed. */
  private static synchronized ClickHouse server() {
    if (server == null) {
      server = ClickHouseClients.connect(clickHouseSettings(stores(), "default"));
    }
    return server;
  }
}
