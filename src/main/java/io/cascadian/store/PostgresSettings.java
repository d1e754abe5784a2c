package io.cascadian.store;

/**
 * Which Postgres is used, and as whom?
 *
 * @param jdbcUrl {@code jdbc:postgresql://host:port/database}
 * @param user may be null when the URL or the server's configuration says
 * @param password may be null
 * @param poolSize the most connections that this process holds, the run lock's own not counted
 */
public record PostgresSettings(String jdbcUrl, String user, String password, int poolSize) {

  /** Returns host, port and database of a JDBC address, without its parameters, which may hold credentials. */
  static String address(String jdbcUrl) {
    return jdbcUrl.replaceFirst("^jdbc:postgresql:/*", "").replaceFirst("\\?.*", "");
  }

  @Override
  public String toString() {
    return "PostgresSettings[address=" + address(jdbcUrl) + ", user=" + user + ", poolSize=" + poolSize + "]";
  }
}
