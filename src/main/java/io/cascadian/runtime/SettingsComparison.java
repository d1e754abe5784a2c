package io.cascadian.runtime;

import io.cascadian.settings.Setting;
import io.cascadian.settings.SettingView;
import io.cascadian.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares the settings of a command with those of the service that runs on the same data directory.
 *
 * <p>Secrets count only by whether they are set, since the service's settings stand in a readable file. The data directory, where the HTTP server listens and
 * where log files go do not count.
 *
 * @param contrary names of the settings that were given to this command with another value than the service has
 * @param absent names of the settings that were given to the service and not to this command
 */
record SettingsComparison(List<String> contrary, List<String> absent) {

  /** Returns the settings that differ from their defaults, without secrets, by name. */
  static Map<String, String> given(Settings settings) {
    return compared(settings).filter(SettingView::isGiven).collect(Collectors.toMap(SettingView::name, SettingView::value, (one, other) -> one, TreeMap::new));
  }

  /** @param service what {@link #given} returned in the service */
  static SettingsComparison of(Settings command, Map<String, String> service) {
    List<SettingView> views = compared(command).toList();
    Map<String, String> defaults = command.known().stream().collect(Collectors.toMap(Setting::name, setting -> setting.defaultValue().orElse("")));
    List<String> contrary = views.stream().filter(SettingView::isGiven)
        .filter(view -> !view.value().equals(service.getOrDefault(view.name(), defaults.get(view.name())))).map(SettingView::name).toList();
    List<String> absent = views.stream().filter(view -> !view.isGiven())
        .filter(view -> service.containsKey(view.name()) && !service.get(view.name()).equals(view.value())).map(SettingView::name).toList();
    return new SettingsComparison(contrary, absent);
  }

  private static Stream<SettingView> compared(Settings settings) {
    Set<String> left = HttpSettings.GROUP.settings().stream().map(Setting::name).collect(Collectors.toSet());
    left.add(StoreSettings.DATA_DIR.name());
    left.add(ServiceSettings.LOG_DIR.name());
    return settings.views().stream().filter(view -> !left.contains(view.name()));
  }
}
