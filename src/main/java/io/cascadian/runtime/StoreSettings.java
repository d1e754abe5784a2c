package io.cascadian.runtime;

import io.cascadian.settings.Form;
import io.cascadian.settings.Setting;
import io.cascadian.settings.SettingGroup;

/** Declares the settings of both databases. {@link Stores} reads them, because databases are opened before the modules. */
public final class StoreSettings {

  public static final SettingGroup GROUP = new SettingGroup("Databases");

  public static final Setting CLICKHOUSE_URL = GROUP.add("CLICKHOUSE_URL", Form.HTTP_URL, null,
      "ClickHouse's HTTP interface, such as http://127.0.0.1:8123; without it the developer kit runs an embedded ClickHouse");
  public static final Setting CLICKHOUSE_USER = GROUP.add("CLICKHOUSE_USER", Form.TEXT, "default", "ClickHouse user");
  public static final Setting CLICKHOUSE_PASSWORD = GROUP.add("CLICKHOUSE_PASSWORD", Form.SECRET, "", "ClickHouse password");
  public static final Setting CLICKHOUSE_DATABASE = GROUP.add("CLICKHOUSE_DATABASE", Form.NAME, "cascadian",
      "ClickHouse database of this system's tables; created when missing");
  public static final Setting CLICKHOUSE_TIMEOUT = GROUP.duration("CLICKHOUSE_TIMEOUT", "1s", "1d", "30m",
      "maximum time of one ClickHouse statement, including reading its result; the server cancels longer ones");
  public static final Setting CLICKHOUSE_READER_USER = GROUP.add("CLICKHOUSE_READER_USER", Form.NAME, "cascadian_reader",
      "user of a ClickHouse of your own that analysts read with; 'analysts create-user' prints the SQL that creates it");
  public static final Setting CLICKHOUSE_READER_PASSWORD = GROUP.add("CLICKHOUSE_READER_PASSWORD", Form.SECRET, "",
      "password of CLICKHOUSE_READER_USER; if set, the commands sql and analysts connect read as that user. The embedded ClickHouse has a password of its own");
  public static final Setting DATABASE_URL = GROUP.add("DATABASE_URL", Form.urlWithPasswords("Postgres URL, secret", PostgresUrl::problem), null,
      "Postgres, jdbc:postgresql://host:port/db or postgres://user:password@host:port/db; of several hosts, host:port,host:port, the primary is used;"
          + " without it the developer kit runs an embedded Postgres");
  public static final Setting DATABASE_USER = GROUP.add("DATABASE_USER", Form.TEXT, "", "Postgres user, where DATABASE_URL has none");
  public static final Setting DATABASE_PASSWORD = GROUP.add("DATABASE_PASSWORD", Form.SECRET, "", "Postgres password, where DATABASE_URL has none");
  public static final Setting DATABASE_POOL_SIZE = GROUP.number("DATABASE_POOL_SIZE", 2, 1_000, "10",
      "maximum number of pooled Postgres connections of this process for runs, and as many for HTTP requests");
  public static final Setting DATABASE_TIMEOUT = GROUP.duration("DATABASE_TIMEOUT", "1s", "1d", "2m",
      "maximum time of one Postgres statement; the server cancels longer ones");
  public static final Setting DATA_DIR = GROUP.add("DATA_DIR", Form.FOLDER, "data/local", "folder of the embedded databases and of the sandbox's state");
  public static final Setting EMBEDDED_CLICKHOUSE_PORT = GROUP.add("EMBEDDED_CLICKHOUSE_PORT", Form.PORT, "0",
      "port of the embedded ClickHouse's HTTP interface, on the loopback address only; 0 for any free one");
  public static final Setting EMBEDDED_POSTGRES_PORT = GROUP.add("EMBEDDED_POSTGRES_PORT", Form.PORT, "0",
      "port of the embedded Postgres, on the loopback address only; 0 for any free one");

  private StoreSettings() {}
}
