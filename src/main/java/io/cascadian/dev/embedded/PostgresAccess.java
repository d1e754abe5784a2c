package io.cascadian.dev.embedded;

import io.cascadian.store.Sql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import javax.sql.DataSource;

/**
 * Restricts access to the embedded Postgres to this program's role, with its password; the superuser is admitted only while the server starts.
 *
 * <p>The password can only be set on a running server. Until it is, the superuser is admitted without one from a single address of the loopback
 * network, 127.0.0.0/8, that is drawn at random for each start and kept secret. Systems other than Linux have one loopback address; there the
 * server is open to this machine for that moment. For one start of the server; not thread-safe.
 */
final class PostgresAccess {

  private static final String ONLY_WITH_PASSWORD = "host all " + StoreCredentials.USER + " 127.0.0.1/32 scram-sha-256\n";

  private final Path data;
  private final String address;

  /** @param data folder of the database cluster */
  PostgresAccess(Path data) {
    this.data = data;
    SecureRandom random = new SecureRandom();
    this.address = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")
        ? "127." + (1 + random.nextInt(254)) + "." + random.nextInt(256) + "." + (1 + random.nextInt(254))
        : "127.0.0.1";
  }

  /** Returns the address from which the superuser is admitted while the server starts. */
  String address() {
    return address;
  }

  /** Writes the rules for a start; the cluster is there and its server is not running. */
  void letInOnce() {
    try {
      write("host postgres postgres " + address + "/32 trust\n" + ONLY_WITH_PASSWORD);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Gives the system's role its password and what is in the database, and revokes the superuser's admission. Repeatable: a data directory from
   * before there were passwords gets the role as well.
   *
   * @param superuser connects from {@link #address()}
   */
  void close(DataSource superuser, StoreCredentials credentials) throws IOException {
    try (Connection connection = superuser.getConnection(); Statement statement = connection.createStatement()) {
      // made of hex digits by this program
      statement.execute(Sql.load("dev/embedded/postgres-role").replace("{{password}}", credentials.postgres()));
      write(ONLY_WITH_PASSWORD);
      statement.execute("SELECT pg_reload_conf()");
    } catch (SQLException e) {
      throw new IOException("the role " + StoreCredentials.USER + " cannot be created: " + e.getMessage(), e);
    }
  }

  private void write(String rules) throws IOException {
    PrivateFiles.write(data.resolve("pg_hba.conf"), "# Written by Cascadian at each start; edits are lost.\n" + rules);
  }
}
