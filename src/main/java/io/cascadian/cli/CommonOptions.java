package io.cascadian.cli;

import io.cascadian.runtime.Modules;
import io.cascadian.runtime.StoreSettings;
import io.cascadian.settings.Setting;
import io.cascadian.settings.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Holds the options that every command takes, and the settings that result. */
public final class CommonOptions {

  @Option(names = "--data-dir", paramLabel = "DIR", description = "folder of the embedded stores and of the sandbox's state (setting DATA_DIR)")
  private Path dataDir;

  private final Map<String, String> environment;
  private final Map<Setting, String> overrides = new HashMap<>();
  private final Map<Setting, String> defaults = new HashMap<>();

  /** @param environment variables that settings are read from, usually {@code System.getenv()} */
  CommonOptions(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Overrides a setting by an option of the command; null leaves the setting, an empty text unsets it. */
  public CommonOptions with(Setting setting, Object value) {
    if (value != null) {
      overrides.put(setting, value.toString());
    }
    return this;
  }

  /** Replaces a setting's default for this command; a value that is given anywhere counts before it. */
  public CommonOptions withDefault(Setting setting, String value) {
    defaults.put(setting, value);
    return this;
  }

  /** Loads the settings with these options before all other places. */
  public Settings settings() {
    with(StoreSettings.DATA_DIR, dataDir);
    Settings given = Modules.load(overrides, environment, Path.of(""));
    defaults.entrySet().stream().filter(d -> !given.isGiven(d.getKey())).forEach(d -> overrides.put(d.getKey(), d.getValue()));
    return Modules.load(overrides, environment, Path.of(""));
  }
}
