package io.cascadian.runtime;

import io.cascadian.module.CheckDescriptor;
import io.cascadian.module.Contributions;
import io.cascadian.module.Module;
import io.cascadian.module.RequiredTable;
import io.cascadian.nightly.StepKind;
import io.cascadian.secrets.Redaction;
import io.cascadian.settings.Setting;
import io.cascadian.settings.SettingGroup;
import io.cascadian.settings.Settings;
import io.cascadian.settings.SettingsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Lists the modules of the service, and collects their contributions and settings. */
public final class Modules {

  /** All modules in the order in which they are opened; a module looks up parts of earlier ones. */
  private static final List<Module> ALL = List.of(new StoresModule(), new MetricsModule(), new SourceModule(), new DeadLettersModule(), new MarketsModule(),
      new IngestModule(), new ResolutionModule(), new LedgerModule(), new PublishModule(), new WatchlistModule(), new RunsModule(), new HealthModule(), new HttpModule(),
      new RoutesModule(), new NotifyModule());

  private static final List<SettingGroup> SETTING_GROUPS = ALL.stream().flatMap(module -> module.settings().stream()).toList();

  private Modules() {}

  /** Collects the contributions of all modules; opens nothing. */
  public static Contributions contributions() {
    Contributions contributions = new Contributions();
    ALL.forEach(module -> module.contribute(contributions));
    Redaction.learn(names(contributions));
    return contributions;
  }

  /** Returns the names that the program's own texts use: of beans, steps, health checks and required tables. */
  static List<String> names(Contributions all) {
    return Stream.of(all.beans().keySet().stream(), all.all(StepKind.class).stream().map(StepKind::work),
        all.all(CheckDescriptor.class).stream().map(CheckDescriptor::name), all.all(RequiredTable.class).stream().map(RequiredTable::name))
        .flatMap(names -> names).toList();
  }

  /** Returns the settings of all modules by feature. */
  public static List<SettingGroup> settingGroups() {
    return SETTING_GROUPS;
  }

  /** Returns the settings of all modules. */
  public static List<Setting> settings() {
    return SETTING_GROUPS.stream().flatMap(group -> group.settings().stream()).toList();
  }

  /**
   * Returns the setting with a name.
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
   * @throws SettingsException naming every setting that is invalid or missing
   */
  public static Settings load(Map<Setting, String> overrides, Map<String, String> environment, Path directory) {
    return Settings.load(SETTING_GROUPS, overrides, environment, directory);
  }
}
