package io.cascadian.runtime;

import io.cascadian.settings.Setting;
import io.cascadian.settings.SettingGroup;
import io.cascadian.settings.Settings;
import io.cascadian.settings.SettingsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Lists the modules of the service in the order in which they are opened. */
public final class Modules {

  private static final List<SettingGroup> GROUPS = List.of(StoreSettings.GROUP, SourceSettings.GROUP, SandboxSettings.GROUP, MarketSettings.GROUP,
      IngestSettings.GROUP, ResolutionSettings.GROUP, LedgerSettings.GROUP, WatchlistSettings.GROUP, RunSettings.GROUP, HealthSettings.GROUP,
      HttpSettings.GROUP, RouteSettings.GROUP, ServiceSettings.GROUP);

  private Modules() {}

  /** Returns the settings of all modules by feature, for reading and for the reference. */
  public static List<SettingGroup> settingGroups() {
    return GROUPS;
  }

  /** Returns the settings of all modules. */
  public static List<Setting> settings() {
    return GROUPS.stream().flatMap(group -> group.settings().stream()).toList();
  }

  /**
   * Returns the setting of a name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Setting setting(String name) {
    return settings().stream().filter(setting -> setting.name().equals(name)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no setting " + name));
  }

  /**
   * Reads the settings of all modules, see {@link Settings#load}.
   *
   * @throws SettingsException naming every setting that is wrong or missing
   */
  public static Settings load(Map<Setting, String> overrides, Map<String, String> environment, Path directory) {
    return Settings.load(GROUPS, overrides, environment, directory);
  }
}
