package io.cascadian.runtime;

import io.cascadian.store.PostgresSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

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
    URI uri = uri(url);
    String[] credentials = uri.getUserInfo() == null ? new String[0] : uri.getUserInfo().split(":", 2);
    String jdbc = "jdbc:postgresql://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + uri.getRawPath()
        + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    return new PostgresSettings(
        jdbc,
        credentials.length > 0 ? credentials[0] : user,
        credentials.length > 1 ? credentials[1] : password,
        pool);
  }

  /** @throws SettingsException without the text, which holds the password, when it is no URL */
  private static URI uri(String url) {
    try {
      URI uri = new URI(url);
      if (uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // its message repeats the text
      throw new SettingsException(List.of("DATABASE_URL: not a URL at character " + e.getIndex() + "; write special characters of the"
          + " password as %40 for @, or put it into DATABASE_PASSWORD"));
    }
    throw new SettingsException(List.of("DATABASE_URL: names no host; it must look like postgres://user:password@host:5432/database"));
  }
}
