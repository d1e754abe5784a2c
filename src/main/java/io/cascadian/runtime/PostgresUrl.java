package io.cascadian.runtime;

import io.cascadian.store.PostgresSettings;
import java.net.URI;

/** Turns {@code DATABASE_URL} in either of its usual spellings into what the store room asks for. */
final class PostgresUrl {

  private PostgresUrl() {}

  static PostgresSettings parse(Settings settings) {
    String url = settings.text(Setting.DATABASE_URL);
    String user = settings.optional(Setting.DATABASE_USER).orElse(null);
    String password = settings.optional(Setting.DATABASE_PASSWORD).orElse(null);
    int pool = (int) settings.number(Setting.DATABASE_POOL_SIZE);
    if (url.startsWith("jdbc:")) {
      return new PostgresSettings(url, user, password, pool);
    }
    URI uri = URI.create(url);
    String[] credentials = uri.getUserInfo() == null ? new String[0] : uri.getUserInfo().split(":", 2);
    String jdbc = "jdbc:postgresql://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + uri.getRawPath()
        + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    return new PostgresSettings(
        jdbc,
        credentials.length > 0 ? credentials[0] : user,
        credentials.length > 1 ? credentials[1] : password,
        pool);
  }
}
