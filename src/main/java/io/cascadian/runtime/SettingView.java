package io.cascadian.runtime;

import io.cascadian.secrets.Redaction;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Shows a setting as it is in force. Never holds a secret.
 *
 * @param name as in the environment
 * @param value in force; of a secret only that there is one, of a database's URL its address; empty when the setting is unset
 * @param source of the value: command line, environment, .env, application.properties or default
 * @param range which values there are
 * @param description what the setting means, in a sentence without its period
 */
public record SettingView(String name, String value, String source, String range, String description) {

  private static final String UNSET = "default";

  static SettingView of(Setting setting, Optional<String> value, String origin) {
    return new SettingView(setting.name(), value.map(given -> shown(setting, given)).orElse(""), origin == null ? UNSET : origin, range(setting),
        setting.description());
  }

  private static String shown(Setting setting, String value) {
    return switch (setting.kind()) {
      case SECRET, SECRET_URL -> Redaction.MASK;
      case POSTGRES_URL -> value.replaceFirst("^([a-z:]+//)[^/?]*@", "$1" + Redaction.MASK + "@").replaceFirst("\\?.*", "?" + Redaction.MASK);
      default -> value;
    };
  }

  /** Returns the words of a reference for the values that a setting may have. */
  static String range(Setting setting) {
    return switch (setting.kind()) {
      case HTTP_URL -> "URL";
      case POSTGRES_URL -> "Postgres URL, secret";
      case SECRET_URL -> "URL, secret";
      case NUMBER, DURATION -> setting.range().text();
      case HASH -> "0x and 64 hex digits";
      case ADDRESSES -> "addresses";
      case KEYSET -> "or, two-phase";
      case SWITCH -> "true, false";
      case FLAG -> "true, false, auto";
      case CONDITION -> "condition id";
      case CONDITIONS -> "condition ids";
      case PORT -> "port, 0 to 65535";
      case CRON -> "Quartz cron expression";
      case ZONE -> "time zone";
      default -> setting.kind().name().toLowerCase(Locale.ROOT);
    };
  }

  /** Whether the value was given rather than a default. */
  public boolean isGiven() {
    return !source.equals(UNSET);
  }

  /** Returns it as plain values; the value is null when the setting is unset. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("value", value.isEmpty() ? null : value);
    json.put("source", source);
    json.put("range", range);
    json.put("description", description);
    return json;
  }
}
