package io.cascadian.runtime;

import io.cascadian.settings.Settings;
import io.cascadian.settings.SettingsException;
import io.cascadian.store.PostgresSettings;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.Driver;

/**
 * Parses {@code DATABASE_URL} in JDBC or libpq form.
 *
 * <p>{@link java.net.URI} supports neither several hosts nor an underscore in a host. Messages never repeat the text, which holds the password.
 */
final class PostgresUrl {

  private static final String SHAPE = "must look like jdbc:postgresql://host:5432/database or postgres://user:password@host:5432/database";
  // credentials end at the last @ before the path
  private static final Pattern URL =
      Pattern.compile("postgres(?:ql)?://(?:(?<credentials>[^/?#]*)@)?(?<hosts>[^/?#@]*)(?<path>/[^?#]*)?(?<query>\\?[^#]*)?");
  private static final Pattern HOST = Pattern.compile("(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::[0-9]{1,5})?");

  private PostgresUrl() {}

  static PostgresSettings parse(Settings settings) {
    String user = settings.optional(StoreSettings.DATABASE_USER).orElse(null);
    String password = settings.optional(StoreSettings.DATABASE_PASSWORD).orElse(null);
    int pool = (int) settings.number(StoreSettings.DATABASE_POOL_SIZE);
    Duration limit = settings.duration(StoreSettings.DATABASE_TIMEOUT);
    String url = settings.text(StoreSettings.DATABASE_URL);
    if (url.startsWith("jdbc:")) {
      return new PostgresSettings(url, user, password, pool, limit);
    }
    Matcher parts = URL.matcher(url);
    if (!parts.matches()) {
      throw new SettingsException(List.of("DATABASE_URL: " + SHAPE));
    }
    String given = parts.group("credentials");
    String[] credentials = given == null ? new String[0] : given.split(":", 2);
    return new PostgresSettings(jdbc(parts), credentials.length > 0 ? decoded(credentials[0]) : user,
        credentials.length > 1 ? decoded(credentials[1]) : password, pool, limit);
  }

  /** Returns why a text is not a valid URL; null when it is. */
  static String problem(String url) {
    if (url.startsWith("jdbc:")) {
      return url.startsWith("jdbc:postgresql://") && isUnderstood(url) ? null : SHAPE;
    }
    Matcher parts = URL.matcher(url);
    if (!parts.matches()) {
      return SHAPE;
    }
    if (parts.group("hosts").isEmpty()) {
      return "names no host; it " + SHAPE;
    }
    for (String host : parts.group("hosts").split(",", -1)) {
      if (!HOST.matcher(host).matches()) {
        return "has an invalid host between its @ and the database; write host:5432, or host:5432,host:5432 for several";
      }
    }
    try {
      decoded(parts.group("credentials") == null ? "" : parts.group("credentials"));
    } catch (IllegalArgumentException e) {
      return "has a % in its user or password that is not followed by two hex digits; write %25 for %, or put the password into DATABASE_PASSWORD";
    }
    return isUnderstood(jdbc(parts)) ? null : "is not understood by the Postgres driver; it " + SHAPE;
  }

  private static String jdbc(Matcher parts) {
    String path = parts.group("path") == null ? "/" : parts.group("path");
    String query = parts.group("query") == null ? "" : parts.group("query");
    String jdbc = "jdbc:postgresql://" + parts.group("hosts") + path + query;
    // a standby would accept reads and reject the first write
    return parts.group("hosts").contains(",") && !query.contains("targetServerType=")
        ? jdbc + (query.isEmpty() ? "?" : "&") + "targetServerType=primary"
        : jdbc;
  }

  private static boolean isUnderstood(String jdbc) {
    return Driver.parseURL(jdbc, new Properties()) != null;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
