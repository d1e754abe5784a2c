package io.cascadian.settings;

import io.cascadian.secrets.Redaction;
import java.util.LinkedHashMap;
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
    return new SettingView(setting.name(), value.map(given -> shown(setting, given)).orElse(""), origin == null ? UNSET : origin, setting.form().label().replace("`", ""),
        setting.description());
  }

  private static String shown(Setting setting, String value) {
    return switch (setting.form().secrecy()) {
      case WHOLE, URL_BEHIND_HOST -> Redaction.MASK;
      case PASSWORDS_IN_URL -> value.replaceFirst("^([a-z:]+//)[^/?]*@", "$1" + Redaction.MASK + "@").replaceFirst("\\?.*", "?" + Redaction.MASK);
      case NONE -> value;
    };
  }

  /** Returns whether the value is set rather than the default. */
  public boolean isGiven() {
    return !source.equals(UNSET);
  }

  /** Returns the view as plain values; the value is null when the setting is unset. */
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
