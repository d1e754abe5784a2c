package io.cascadian.settings;

import io.cascadian.secrets.Redaction;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Holds the settings in force, validated.
 *
 * <p>A value is looked for in the environment, then in {@code .env}, then in {@code application.properties} of the working directory, then
 * the default counts; an empty value counts as unset. Immutable, thread-safe.
 */
public final class Settings {

  private final List<Setting> known;
  private final Map<Setting, String> values;
  private final Map<Setting, String> origins;
  private final List<String> warnings;

  private Settings(List<Setting> known, Map<Setting, String> values, Map<Setting, String> origins, List<String> warnings) {
    this.known = known;
    this.values = values;
    this.origins = origins;
    this.warnings = List.copyOf(warnings);
  }

  /**
   * Reads and validates. What is secret of it is masked from then on in whatever this process logs or answers, so that no command can forget it.
   *
   * @param groups the settings that there are
   * @param overrides values that count before everything else, such as command-line options; an empty one unsets the setting
   * @param environment usually {@code System.getenv()}
   * @param directory where {@code .env} and {@code application.properties} may be
   * @throws SettingsException naming every setting that is wrong or missing
   */
  public static Settings load(List<SettingGroup> groups, Map<Setting, String> overrides, Map<String, String> environment, Path directory) {
    List<Setting> known = groups.stream().flatMap(group -> group.settings().stream()).toList();
    List<String> problems = new ArrayList<>();
    DotEnvFile dotenv = DotEnvFile.in(directory, problems);
    Map<String, String> properties = properties(directory, problems);
    Map<Setting, String> values = new HashMap<>();
    Map<Setting, String> origins = new HashMap<>();
    for (Setting setting : known) {
      String name = setting.name();
      boolean given = overrides.containsKey(setting)
          ? take(setting, overrides.get(setting), "command line", values, origins)
          : take(setting, environment.get(name), "environment", values, origins)
              || take(setting, dotenv.values().get(name), ".env", values, origins)
              || take(setting, properties.get(name), "application.properties", values, origins);
      if (!given) {
        setting.defaultValue().ifPresent(value -> values.put(setting, value));
      }
    }
    known.stream().filter(values::containsKey).forEach(setting -> setting.problem(values.get(setting))
        .ifPresent(wrong -> problems.add(setting + " (" + origins.getOrDefault(setting, "default") + "): " + wrong)));
    if (problems.isEmpty()) {
      Settings together = new Settings(known, values, origins, List.of());
      groups.forEach(group -> group.rules().forEach(rule -> rule.check(together, problems)));
    }
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
    known.forEach(setting -> Redaction.learn(List.of(setting.name(), setting.description(), setting.isSecret() ? "" : setting.defaultValue().orElse(""))));
    UnknownSettings unknown = new UnknownSettings(known);
    List<String> warnings = new ArrayList<>(unknown.inEnvironment(environment.keySet()));
    warnings.addAll(unknown.inFile(dotenv.values().keySet(), ".env"));
    warnings.addAll(dotenv.warnings());
    warnings.addAll(unknown.inFile(properties.keySet(), "application.properties"));
    warnings.addAll(unmasked(values));
    Settings settings = new Settings(known, values, origins, warnings);
    Redaction.protect(settings.secrets());
    return settings;
  }

  private static boolean take(
      Setting setting, String value, String origin, Map<Setting, String> values, Map<Setting, String> origins) {
    if (value == null || value.isBlank()) {
      return false;
    }
    values.put(setting, value.strip());
    origins.put(setting, origin);
    return true;
  }

  /** Keys may be written as the setting's name or in lower case with dots: {@code CLICKHOUSE_URL} or {@code clickhouse.url}. */
  private static Map<String, String> properties(Path directory, List<String> problems) {
    Map<String, String> values = new TreeMap<>();
    Properties properties = new Properties();
    SettingsText.read(directory.resolve("application.properties"), problems).ifPresent(text -> {
      try {
        properties.load(new StringReader(text));
      } catch (IOException | IllegalArgumentException e) {
        problems.add("application.properties: " + e.getMessage());
      }
    });
    properties.forEach((key, value) ->
        values.put(key.toString().toUpperCase(java.util.Locale.ROOT).replace('.', '_').replace('-', '_'), value.toString()));
    return values;
  }

  /** Secrets that stand in words: hiding them would make nonsense of what is logged and answered. */
  private static List<String> unmasked(Map<Setting, String> values) {
    return values.entrySet().stream()
        .filter(value -> EnumSet.of(Form.Secrecy.WHOLE, Form.Secrecy.PASSWORDS_IN_URL).contains(value.getKey().form().secrecy()))
        .filter(value -> SecretParts.of(value.getKey(), value.getValue()).stream().anyMatch(part -> !part.isEmpty() && !Redaction.canMask(part)))
        .map(value -> value.getKey() + ": the secret in it is short or a common word, so it is not masked where another service repeats it;"
            + " take a longer one, such as openssl rand -hex 24 makes")
        .toList();
  }

  /** Returns the settings that there are, in the order of their declaration. */
  public List<Setting> known() {
    return known;
  }

  /** Returns what an operator should know though it is not wrong. */
  public List<String> warnings() {
    return warnings;
  }

  /** Returns every setting as it is in force, without secrets, in the order of the reference. */
  public List<SettingView> views() {
    return known.stream().map(setting -> SettingView.of(setting, optional(setting), origins.get(setting))).toList();
  }

  /** Returns whether the value is set rather than the default. */
  public boolean isGiven(Setting setting) {
    return origins.containsKey(setting);
  }

  /** Returns the value of a setting that may be unset. */
  public Optional<String> optional(Setting setting) {
    return Optional.ofNullable(values.get(setting)).filter(v -> !v.isEmpty());
  }

  /** Returns the value of a setting that has a default; may be empty. */
  public String text(Setting setting) {
    return values.getOrDefault(setting, "");
  }

  /**
   * Reads the file that a setting names; empty where it is not set.
   *
   * @throws SettingsException naming the setting, when the reader refuses the file by an {@link IllegalArgumentException}
   */
  public <T> Optional<T> read(Setting setting, Function<Path, T> reader) {
    try {
      return optional(setting).map(Path::of).map(reader);
    } catch (IllegalArgumentException e) {
      throw new SettingsException(List.of(setting + ": " + e.getMessage()));
    }
  }

  public Path path(Setting setting) {
    return Path.of(text(setting));
  }

  public long number(Setting setting) {
    return Long.parseLong(text(setting));
  }

  /** Returns the number of a setting that may be unset. */
  public OptionalLong optionalNumber(Setting setting) {
    return optional(setting).map(Long::parseLong).map(OptionalLong::of).orElseGet(OptionalLong::empty);
  }

  public Duration duration(Setting setting) {
    return parseDuration(text(setting));
  }

  /**
   * Returns a duration as settings write it: 500ms, 10s, 15m, 24h, 7d.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static Duration parseDuration(String text) {
    return SettingRange.parse(text);
  }

  /**
   * Returns the secrets to be masked: passwords, keys and tokens, and of a URL that holds one, what is not its address. For masking; nothing
   * else has a use for all of them.
   */
  public Set<String> secrets() {
    Set<String> secrets = new TreeSet<>();
    for (Setting setting : known) {
      if (setting.isSecret()) {
        optional(setting).ifPresent(value -> secrets.addAll(SecretParts.of(setting, value)));
      }
    }
    return secrets;
  }

  /**
   * Returns all values by name, for placeholders in routes; unset ones are empty, secrets are left out. Paths are encoded for an address, such as
   * {@code file:{{DROP_DIR}}}. A duration is there also as {@code NAME.millis}, for options of endpoints that take milliseconds alone.
   */
  public Map<String, String> placeholders() {
    Map<String, String> placeholders = new HashMap<>();
    for (Setting setting : known) {
      if (!setting.isSecret()) {
        placeholders.put(setting.name(), setting.isPath() ? pathInAddress(text(setting)) : text(setting));
        if (setting.range() != null && setting.range().unit() == SettingRange.Unit.DURATION && optional(setting).isPresent()) {
          placeholders.put(setting.name() + ".millis", Long.toString(duration(setting).toMillis()));
        }
      }
    }
    return placeholders;
  }

  /** Camel decodes the path of an address twice: when it normalises the address, and when it reads it. */
  private static String pathInAddress(String path) {
    return path.replace("%", "%2525").replace("#", "%2523");
  }
}
